using System.Globalization;
using System.Text;
using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Simulation;

/// <summary>
/// Plays tasks against a trace in virtual time, from event to event: a minute's new load, a task's end, a task's due time.
/// When demand exceeds the cores, everybody gets the same share of what he asks for; what the user does not get is "lost".
/// The first half of the trace teaches, the second half is measured.
/// </summary>
internal sealed class Simulator
{
    private const double Cores = 4;
    private const double HangShare = 0.004;
    private const double HangSeconds = 900;

    private readonly LoadTrace _trace;
    private readonly SimulationPolicy _policy;
    private readonly IReadOnlyList<SimulatedTask> _tasks;
    private readonly IReadOnlyList<ScheduledTask> _definitions;
    private readonly Dictionary<string, TaskState> _states;
    private readonly Dictionary<string, int> _indexes = [];
    private readonly DateTimeOffset[] _timers;
    private readonly SplitMix[] _randoms;
    private readonly List<SimulatedRun> _running = [];
    private readonly StringBuilder _log = new();
    private readonly SimulationMeasure _measure;
    private readonly LoadTracker _tracker;
    private readonly ProfileLearner _learner = new(TimeZoneInfo.Utc, TimeSpan.FromMinutes(1));
    private LoadProfile? _profile;
    private Load _load = Load.Unknown;
    private DateTimeOffset _now;
    private DateTimeOffset? _nextChange;

    private Simulator(LoadTrace trace, SimulationPolicy policy, IReadOnlyList<SimulatedTask> tasks, ulong seed)
    {
        (_trace, _policy, _tasks, _now) = (trace, policy, tasks, trace.Start);
        _definitions = [.. tasks.Select(t => t.Definition)];
        _states = tasks.ToDictionary(t => t.Definition.Name, _ => new TaskState { Since = trace.Start });
        _timers = [.. tasks.Select(t => TimerAfter(t.Definition, trace.Start))];
        _tracker = new LoadTracker(policy.Load ?? LoadPolicy.Steady);
        _measure = new SimulationMeasure(_definitions, trace.Start + (TimeSpan.FromMinutes(trace.Minutes) / 2));
        var random = new SplitMix(seed ^ 0x52_48_59_54_48_4D);
        _randoms = new SplitMix[tasks.Count];
        for (var i = 0; i < tasks.Count; i++)
        {
            _indexes[tasks[i].Definition.Name] = i;
            _randoms[i] = random.Split();
        }
    }

    public static SimulationResult Run(LoadTrace trace, SimulationPolicy policy, IReadOnlyList<SimulatedTask> tasks, ulong seed) =>
        new Simulator(trace, policy, tasks, seed).Run();

    private SimulationResult Run()
    {
        var end = _trace.Start.AddMinutes(_trace.Minutes);
        for (var minute = 0; minute < _trace.Minutes; minute++)
        {
            var until = _trace.Start.AddMinutes(minute + 1);
            if (_trace.Asleep?[minute] == true)
            {
                Sleep(until);
                continue;
            }

            var foreground = _trace.Cpu[minute] * Cores;
            Sample(minute, foreground);
            Start();
            while (_now < until)
            {
                Advance(until, foreground);
            }
        }

        return _measure.Result(_policy.Name, end, _states, _tracker.Flips, _trace.Minutes / 1440.0, _log.ToString());
    }

    private void Sleep(DateTimeOffset until)
    {
        foreach (var run in _running.Where(r => r.Deadline < DateTimeOffset.MaxValue))
        {
            run.Deadline += until - _now;
        }

        _measure.Slept(until - _now);
        _now = until;
    }

    private void Sample(int minute, double foreground)
    {
        var own = Own();
        var memory = _trace.Memory[minute];
        _load = _tracker.Sample(_now, Math.Min(1, (foreground + own) / Cores), Math.Min(1, own / Cores), memory, 1 - memory);
        if (_policy.Learns && minute < _trace.Minutes / 2)
        {
            _learner.Add(_now, _trace.Cpu[minute]);
        }
        else if (_policy.Learns && _profile is null)
        {
            _profile = _learner.Build();
        }
    }

    private double Own()
    {
        var own = (double)_policy.Loops;
        foreach (var run in _running)
        {
            own += run.Cores;
        }

        return own;
    }

    /// <summary>Moves time to the next event before <paramref name="until"/>.</summary>
    private void Advance(DateTimeOffset until, double foreground)
    {
        var own = Own();
        var share = Math.Min(1, Cores / (foreground + own));
        var next = until;
        if (_policy.Load is null)
        {
            foreach (var timer in _timers)
            {
                next = timer < next ? timer : next;
            }
        }
        else if (_nextChange < next)
        {
            next = _nextChange > _now ? _nextChange.Value : _now;
        }

        foreach (var run in _running)
        {
            var ends = _now.AddSeconds(Math.Max(0.001, run.Remaining / share));
            ends = ends < run.Deadline ? ends : run.Deadline;
            next = ends < next ? ends : next;
        }

        var seconds = (next - _now).TotalSeconds;
        _measure.Spend(_now, seconds, foreground, own, share, foreground / Cores, _running.Count + _policy.Loops);
        _now = next;
        var ended = false;
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            var run = _running[i];
            run.Remaining -= seconds * share;
            if (run.Remaining <= 0.0005 || run.Deadline <= _now)
            {
                ended = true;
                _running.RemoveAt(i);
                End(run);
            }
        }

        if (ended || next < until)
        {
            Start();
        }
    }

    private void Start()
    {
        if (_policy.Load is not { } policy)
        {
            for (var i = 0; i < _tasks.Count; i++)
            {
                if (_timers[i] <= _now)
                {
                    _timers[i] = TimerAfter(_definitions[i], _now);
                    Begin(i, "timer");
                }
            }

            return;
        }

        var plan = RhythmPlanner.Plan(new PlanRequest
        {
            Now = _now,
            Tasks = _definitions,
            States = _states,
            Load = _load,
            Policy = policy,
            Zone = TimeZoneInfo.Utc,
            Profile = _profile,
        });
        foreach (var name in plan.Runs)
        {
            var index = _indexes[name];
            Begin(index, plan.Decisions[index].Reason);
        }

        _nextChange = plan.NextChange;
    }

    private void Begin(int index, string reason)
    {
        var task = _tasks[index];
        var name = task.Definition.Name;
        var state = _states[name];
        _measure.Started(_now, task.Definition, _states, _policy.Load);
        var random = _randoms[index];
        var seconds = task.MedianSeconds * Math.Exp(0.5 * random.NextNormal());
        if (random.NextDouble() < HangShare)
        {
            seconds += HangSeconds;
        }

        _running.Add(new SimulatedRun(name, task.Cores, seconds, _policy.HasTimeouts ? _now + task.Definition.Timeout : DateTimeOffset.MaxValue));
        _states[name] = state with { LastStarted = _now, RunningSince = state.RunningSince ?? _now };
        _log.Append(CultureInfo.InvariantCulture, $"{_now:yyyy-MM-ddTHH:mm:ss.fff} start {name}: {reason}\n");
    }

    private void End(SimulatedRun run)
    {
        var succeeded = run.Remaining <= 0.0005;
        var state = _states[run.Task];
        if (succeeded)
        {
            _measure.Succeeded(_now, run.Task, state);
        }

        _states[run.Task] = state with
        {
            RunningSince = _running.Exists(r => r.Task == run.Task) ? state.RunningSince : null,
            LastEnded = _now,
            LastSucceeded = succeeded ? _now : state.LastSucceeded,
            ConsecutiveFailures = succeeded ? 0 : state.ConsecutiveFailures + 1,
        };
        _log.Append(CultureInfo.InvariantCulture, $"{_now:yyyy-MM-ddTHH:mm:ss.fff} {(succeeded ? "done" : "timeout")} {run.Task}\n");
    }

    private static DateTimeOffset TimerAfter(ScheduledTask task, DateTimeOffset now)
    {
        if (task.Schedule.At is { } at)
        {
            return DailyTime.Next(now, at, TimeZoneInfo.Utc);
        }

        var interval = task.Schedule.Interval.Ticks;
        return new DateTimeOffset(((now.UtcTicks / interval) + 1) * interval, TimeSpan.Zero);
    }
}
