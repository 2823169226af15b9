namespace LocalAi.AgentApi.Watchers.Reports;

/// <summary>What one watcher saw in one look.</summary>
/// <param name="Watcher">Which one; its findings begin with this name.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Things">What it looked at; cut to 200.</param>
/// <param name="Findings">Everything that is wrong now.</param>
internal sealed record WatchReport(string Watcher, string Summary, IReadOnlyList<WatchedThing> Things, IReadOnlyList<Finding> Findings)
{
    public const int MostThings = 200;

    /// <summary>What it watches is not on this machine.</summary>
    public static WatchReport Absent(string watcher, string why) => new(watcher, why, [], []);
}
