using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Simulation;

/// <summary>Adds up what happens from <paramref name="from"/> on.</summary>
internal sealed class SimulationMeasure(IReadOnlyList<ScheduledTask> tasks, DateTimeOffset from)
{
    private readonly Dictionary<string, ScheduledTask> _tasks = tasks.ToDictionary(t => t.Name);
    private readonly Dictionary<string, double> _worst = tasks.ToDictionary(t => t.Name, _ => 0.0);
    private readonly Dictionary<string, (double Sum, int Count)> _gaps = tasks.ToDictionary(t => t.Name, _ => (0.0, 0));
    private readonly Dictionary<string, TimeSpan> _sleep = tasks.ToDictionary(t => t.Name, _ => TimeSpan.Zero);
    private double _wanted;
    private double _lost;
    private double _collisionSeconds;
    private int _overlaps;
    private int _violations;
    private int _runs;
    private int _mostRunning;
    private double _mostDemand;

    public void Spend(DateTimeOffset now, double seconds, double foreground, double own, double share, double foregroundShare, int running)
    {
        if (now < from)
        {
            return;
        }

        _wanted += foreground * seconds;
        _lost += foreground * (1 - share) * seconds;
        if (foregroundShare > 0.6)
        {
            _collisionSeconds += running * seconds;
        }

        _mostRunning = Math.Max(_mostRunning, running);
        _mostDemand = Math.Max(_mostDemand, own * 100);
    }

    public void Started(DateTimeOffset now, ScheduledTask task, IReadOnlyDictionary<string, TaskState> states, LoadPolicy? policy)
    {
        if (now < from)
        {
            return;
        }

        _runs++;
        var state = states[task.Name];
        if (state.RunningSince is not null)
        {
            _overlaps++;
        }

        var starved = policy is not null && now >= RhythmPlanner.StarvedAt(policy, task, state);
        if (!starved && task.DependsOn.Any(name => states[name].RunningSince is not null || !(states[name].LastSucceeded >= (state.LastStarted ?? state.Since))))
        {
            _violations++;
        }
    }

    /// <summary>Nothing can run while the machine sleeps: that time makes no task stale.</summary>
    public void Slept(TimeSpan time)
    {
        foreach (var task in _sleep.Keys)
        {
            _sleep[task] += time;
        }
    }

    public void Succeeded(DateTimeOffset now, string task, TaskState before)
    {
        var gap = Awake(now, _tasks[task], before);
        _sleep[task] = TimeSpan.Zero;
        if (now < from)
        {
            return;
        }

        _worst[task] = Math.Max(_worst[task], gap);
        _gaps[task] = (_gaps[task].Sum + gap, _gaps[task].Count + 1);
    }

    private double Awake(DateTimeOffset now, ScheduledTask task, TaskState state) => RhythmPlanner.Staleness(now - _sleep[task.Name], task, state);

    public SimulationResult Result(string policy, DateTimeOffset end, IReadOnlyDictionary<string, TaskState> states, int flips, double days, string log)
    {
        // A task that never succeeded again is as stale at the end as it looks.
        foreach (var task in tasks)
        {
            _worst[task.Name] = Math.Max(_worst[task.Name], Awake(end, task, states[task.Name]));
        }

        var measured = (end - from).TotalDays;
        var means = tasks.Select(t => _gaps[t.Name] is { Count: > 0 } gap ? gap.Sum / gap.Count : _worst[t.Name]).ToList();
        return new SimulationResult
        {
            Policy = policy,
            OverlapsPerDay = _overlaps / measured,
            DependencyViolations = _violations,
            MostRunning = _mostRunning,
            MostDemand = _mostDemand,
            ForegroundLost = 100 * _lost / _wanted,
            CriticalStaleness = Worst(t => t.Priority == TaskPriority.Critical),
            OtherStaleness = Worst(t => t.Priority >= TaskPriority.Medium),
            FlipsPerDay = flips / days,
            Jain = means.Sum() * means.Sum() / (means.Count * means.Sum(m => m * m)),
            CollisionMinutesPerDay = _collisionSeconds / 60 / measured,
            RunsPerDay = _runs / measured,
            Log = log,
        };

        double Worst(Func<ScheduledTask, bool> ofClass) => tasks.Where(ofClass).Max(t => _worst[t.Name]);
    }
}
