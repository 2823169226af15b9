using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>What the loop knows of every task.</summary>
internal sealed class TaskStates(IReadOnlyList<ScheduledTask> known)
{
    // An event repeats at most once in half an interval.
    private const double Cooldown = 0.5;

    private readonly Dictionary<string, TaskState> _states = [];
    private readonly Dictionary<string, DateTimeOffset> _asked = [];
    private IReadOnlyList<ScheduledTask> _tasks = known;

    public IReadOnlyDictionary<string, TaskState> All => _states;

    public void Begin(DateTimeOffset now)
    {
        foreach (var task in _tasks)
        {
            _states[task.Name] = new TaskState { Since = now };
        }
    }

    /// <summary>Goes on with other tasks: the states of those that stay are kept, new ones begin now.</summary>
    public void Use(IReadOnlyList<ScheduledTask> tasks, DateTimeOffset now)
    {
        _tasks = tasks;
        foreach (var task in tasks)
        {
            _states.TryAdd(task.Name, new TaskState { Since = now });
        }

        var names = tasks.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _states.Keys.Where(n => !names.Contains(n)).ToList())
        {
            _states.Remove(gone);
            _asked.Remove(gone);
        }
    }

    /// <summary>Takes what the database says. Whether a task runs is known better here; a time in the future is a clock that was set back.</summary>
    public void Take(IReadOnlyDictionary<string, TaskState> stored, DateTimeOffset now, Func<string, bool> runs)
    {
        foreach (var task in _tasks)
        {
            if (stored.TryGetValue(task.Name, out var state))
            {
                _states[task.Name] = state with
                {
                    Since = Earlier(state.Since, now)!.Value,
                    LastStarted = Earlier(state.LastStarted, now),
                    LastEnded = Earlier(state.LastEnded, now),
                    LastSucceeded = Earlier(state.LastSucceeded, now),
                    RunningSince = runs(task.Name) ? Earlier(state.RunningSince, now) ?? now : null,
                };
            }
        }
    }

    public void Start(string task, DateTimeOffset now) =>
        _states[task] = _states[task] with { LastStarted = now, RunningSince = now, Request = null };

    public void Settle(RunOutcome outcome)
    {
        if (!_states.TryGetValue(outcome.Task, out var state))
        {
            // A person removed the task while it ran.
            return;
        }

        _states[outcome.Task] = state with
        {
            RunningSince = null,
            LastEnded = outcome.EndedAt,
            LastSucceeded = outcome.IsSuccess ? outcome.EndedAt : state.LastSucceeded,
            ConsecutiveFailures = outcome.IsSuccess ? 0
                : outcome.Outcome is RunOutcome.Cancelled or RunOutcome.Waiting ? state.ConsecutiveFailures
                : state.ConsecutiveFailures + 1,
        };
    }

    /// <summary>An event asks for a run; false when the task is unknown, runs, was asked already, or ran a moment ago.</summary>
    public bool Ask(RaisedEvent raised, DateTimeOffset now)
    {
        if (!_states.TryGetValue(raised.Task, out var state) || state.Request is not null || state.RunningSince is not null)
        {
            return false;
        }

        var quiet = _tasks.First(t => t.Name == raised.Task).Schedule.Interval * Cooldown;
        if (now - state.LastStarted < quiet || (_asked.TryGetValue(raised.Task, out var asked) && now >= asked && now - asked < quiet))
        {
            return false;
        }

        _asked[raised.Task] = now;
        _states[raised.Task] = state with { Request = new RunRequest(raised.Reason, IsManual: false) };
        return true;
    }

    public void MarkStuck(Func<string, DateTimeOffset?> since)
    {
        foreach (var task in _tasks)
        {
            if (since(task.Name) is var stuck && stuck != _states[task.Name].StuckSince)
            {
                _states[task.Name] = _states[task.Name] with { StuckSince = stuck };
            }
        }
    }

    /// <summary>The clock was set back: without this every task would wait until the clock has caught up.</summary>
    public void ShiftBack(TimeSpan back)
    {
        foreach (var (name, state) in _states.ToList())
        {
            _states[name] = state with
            {
                Since = state.Since - back,
                LastStarted = state.LastStarted - back,
                LastEnded = state.LastEnded - back,
                LastSucceeded = state.LastSucceeded - back,
                RunningSince = state.RunningSince - back,
            };
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? at, DateTimeOffset now) => at > now ? now : at;
}
