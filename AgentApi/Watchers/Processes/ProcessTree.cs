namespace LocalAi.AgentApi.Watchers.Processes;

/// <summary>Who belongs to whom.</summary>
internal static class ProcessTree
{
    /// <summary>A process and everything below it.</summary>
    public static IReadOnlyList<ProcessEntry> Below(IReadOnlyDictionary<int, ProcessEntry> all, ProcessEntry root)
    {
        var children = all.Values.ToLookup(p => p.Parent);
        var found = new List<ProcessEntry> { root };
        var seen = new HashSet<int> { root.Pid };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(children[found[i].Pid].Where(c => seen.Add(c.Pid)));
        }

        return found;
    }

    /// <summary>True when <paramref name="process"/> stands somewhere below <paramref name="above"/>.</summary>
    public static bool IsBelow(IReadOnlyDictionary<int, ProcessEntry> all, ProcessEntry process, ProcessEntry above)
    {
        // Bounded: a table read while processes end may show a circle.
        for (var (at, steps) = (process, 0); steps < 100 && all.TryGetValue(at.Parent, out var parent); at = parent, steps++)
        {
            if (parent.Identity == above.Identity)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when nobody who started it is left: its parent is the first process, or a user's service manager.</summary>
    public static bool IsAbandoned(IReadOnlyDictionary<int, ProcessEntry> all, ProcessEntry process) =>
        process.Parent <= 1 || !all.TryGetValue(process.Parent, out var parent) || parent.Name == "systemd";
}
