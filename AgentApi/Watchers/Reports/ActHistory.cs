namespace LocalAi.AgentApi.Watchers.Reports;

/// <summary>How often something was done.</summary>
internal sealed class ActHistory
{
    public int LastDay { get; init; }

    public int LastWeek { get; init; }

    /// <summary>Since the last time; null when there was none in a week.</summary>
    public double? SecondsSince { get; init; }
}
