using LocalAi.AgentApi.Watchers.Processes;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>
/// Finds servers that do the same twice: a second listener of the same program with the same arguments but for the port, in another process. Names and numbers of
/// processes say nothing: one LM Studio is many processes.
/// </summary>
internal static class DuplicateServers
{
    public static IEnumerable<Finding> Find(
        IReadOnlyList<ServerLook> looks, IReadOnlyList<(ProcessEntry Process, ProcessOrigin Origin, int Port)> listeners, DateTimeOffset now)
    {
        var all = looks.Where(l => l.Usage is not null).Select(l => (l.Usage!.Root, l.Usage.Origin, l.Server.Address.Port))
            .Concat(listeners.Select(l => (Root: l.Process, l.Origin, l.Port)))
            .Where(l => l.Origin.Executable is not null)
            .DistinctBy(l => l.Root.Identity);
        foreach (var group in all.GroupBy(l => $"{l.Origin.Executable}\n{What(l.Origin.Arguments)}").Where(g => g.Count() > 1))
        {
            var same = group.OrderBy(l => l.Root.Identity.Start).ToList();
            yield return new Finding(
                $"{LanguageModelWatch.Name}/duplicate/{string.Join('-', same.Select(s => s.Port).Order())}", FindingSeverity.Warning,
                $"{same.Count} servers of the same program and model run at once.",
                $"{same[0].Origin.Command}: {string.Join(", ", same.Select(s => $"process {s.Root.Pid} on port {s.Port}"))}. Each holds the model in memory.",
                $"End all but one, for example: kill {same[^1].Root.Pid}", now);
        }
    }

    /// <summary>The arguments without those that only say where it listens.</summary>
    internal static string What(IReadOnlyList<string> arguments)
    {
        var kept = new List<string>();
        for (var i = 1; i < arguments.Count; i++)
        {
            var name = arguments[i].Split('=', 2)[0];
            if (name is not ("--port" or "--host" or "-p"))
            {
                kept.Add(arguments[i]);
            }
            else if (!arguments[i].Contains('=', StringComparison.Ordinal))
            {
                i++;
            }
        }

        return string.Join('\n', kept);
    }
}
