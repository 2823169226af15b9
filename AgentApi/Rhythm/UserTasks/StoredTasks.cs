using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.Contracts.Rhythm;

namespace LocalAi.AgentApi.Rhythm.UserTasks;

/// <summary>The tasks people added, together with those of the program and of the settings.</summary>
internal sealed partial class StoredTasks(TaskCatalog catalog, UserTaskFactory factory, TaskDefinitionStore store, ILogger<StoredTasks> logger)
{
    public const int Most = 500;

    private volatile IReadOnlyList<string> _said = [];

    /// <summary>Every task there is now. One that no longer fits the settings is left out and said in the log.</summary>
    public async Task<TaskCatalog> CombineAsync(CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync(cancellationToken);
        if (stored.Count == 0)
        {
            return catalog;
        }

        var (tasks, problems) = Fit(stored);
        foreach (var problem in problems.Except(_said))
        {
            LogLeftOut(logger, problem);
        }

        _said = problems;

        return new TaskCatalog([.. catalog.All, .. tasks]);
    }

    /// <summary>Why the set of added tasks cannot be scheduled, or null when it can.</summary>
    public string? Problem(IReadOnlyList<RhythmTaskDefinition> stored)
    {
        if (stored.Count > Most)
        {
            return $"There are {stored.Count - 1} added tasks; at most {Most} are kept. Remove one first.";
        }

        var tasks = new List<ScheduledTask>();
        foreach (var definition in stored)
        {
            var (task, problem) = factory.Create(definition.ToOptions(), TaskOrigin.Added);
            if (task is null)
            {
                return problem;
            }

            tasks.Add(task.Definition);
        }

        return TaskCatalog.Problem([.. catalog.Definitions, .. tasks]);
    }

    /// <summary>Takes a task as soon as all it depends on is there; what is never taken depends on something missing, or in a circle.</summary>
    private (List<IRhythmTask> Tasks, List<string> Problems) Fit(IReadOnlyList<RhythmTaskDefinition> stored)
    {
        var problems = new List<string>();
        var left = new List<IRhythmTask>();
        foreach (var definition in stored)
        {
            var (task, problem) = factory.Create(definition.ToOptions(), TaskOrigin.Added);
            if (task is null || catalog.Contains(definition.Name))
            {
                problems.Add(problem ?? $"There is a task {definition.Name} in the settings or the program.");
            }
            else
            {
                left.Add(task);
            }
        }

        var taken = new List<IRhythmTask>();
        var names = catalog.Names.ToHashSet(StringComparer.Ordinal);
        while (left.FindAll(t => t.Definition.DependsOn.All(names.Contains)) is { Count: > 0 } ready)
        {
            taken.AddRange(ready);
            names.UnionWith(ready.Select(t => t.Definition.Name));
            left.RemoveAll(ready.Contains);
        }

        problems.AddRange(left.Select(t => $"{t.Definition.Name} depends on {t.Definition.DependsOn.First(d => !names.Contains(d))}, which is no task that can run."));
        return (taken, problems);
    }

    [LoggerMessage(EventId = 730, Level = LogLevel.Warning, Message = "An added task is left out: {Problem}")]
    private static partial void LogLeftOut(ILogger logger, string problem);
}
