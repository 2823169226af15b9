using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>All tasks, checked: unique names, known and acyclic dependencies, sane times.</summary>
internal sealed class TaskCatalog
{
    public const int MostTasks = 1000;

    private readonly Dictionary<string, IRhythmTask> _tasks;

    public TaskCatalog(IEnumerable<IRhythmTask> tasks)
    {
        var all = tasks.ToList();
        if (Problem([.. all.Select(t => t.Definition)]) is { } problem)
        {
            throw new ArgumentException(problem, nameof(tasks));
        }

        All = all;
        _tasks = all.ToDictionary(t => t.Definition.Name);
        Definitions = [.. all.Select(t => t.Definition)];
        Names = [.. Definitions.Select(d => d.Name)];
    }

    public IReadOnlyList<IRhythmTask> All { get; }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<ScheduledTask> Definitions { get; }

    public IRhythmTask this[string name] => _tasks[name];

    public bool Contains(string name) => _tasks.ContainsKey(name);

    /// <summary>Why this set of tasks cannot be scheduled, or null when it can.</summary>
    public static string? Problem(IReadOnlyList<ScheduledTask> tasks)
    {
        if (tasks.Count > MostTasks)
        {
            return $"There are {tasks.Count} tasks; at most {MostTasks} can be scheduled.";
        }

        var byName = new Dictionary<string, ScheduledTask>();
        foreach (var task in tasks)
        {
            if (task.Name.Length is 0 or > 100)
            {
                return $"A task's name has {task.Name.Length} characters; write 1 to 100.";
            }

            if (!byName.TryAdd(task.Name, task))
            {
                return $"There are two tasks named {task.Name}.";
            }

            if (task.Schedule.Interval < TimeSpan.FromSeconds(1) || task.Schedule.Interval > TimeSpan.FromDays(31))
            {
                return $"{task.Name}: the interval is {task.Schedule.Interval}; write 1 second to 31 days.";
            }

            if (task.Timeout < TimeSpan.FromSeconds(1) || task.Timeout > TimeSpan.FromDays(1))
            {
                return $"{task.Name}: the timeout is {task.Timeout}; write 1 second to 1 day.";
            }

            if (task.Tolerance is < 0 or > 0.5)
            {
                return $"{task.Name}: the tolerance is {task.Tolerance}; write 0 to 0.5.";
            }
        }

        return tasks.SelectMany(t => t.DependsOn.Where(d => !byName.ContainsKey(d)).Select(d => $"{t.Name} depends on {d}, which is no task.")).FirstOrDefault()
            ?? Cycle(tasks, byName);
    }

    private static string? Cycle(IReadOnlyList<ScheduledTask> tasks, Dictionary<string, ScheduledTask> byName)
    {
        var done = new HashSet<string>();
        foreach (var task in tasks)
        {
            var path = new List<string>();
            if (Visit(task.Name) is { } cycle)
            {
                return cycle;
            }

            string? Visit(string name)
            {
                if (done.Contains(name))
                {
                    return null;
                }

                var at = path.IndexOf(name);
                if (at >= 0)
                {
                    return $"Tasks depend on each other in a circle: {string.Join(" → ", path.Skip(at).Append(name))}.";
                }

                path.Add(name);
                foreach (var upstream in byName[name].DependsOn)
                {
                    if (Visit(upstream) is { } found)
                    {
                        return found;
                    }
                }

                path.RemoveAt(path.Count - 1);
                done.Add(name);
                return null;
            }
        }

        return null;
    }
}
