namespace LocalAi.AgentApi.Watchers.Reports;

/// <summary>How often an act may be repeated. The wait doubles with every time in the last week, up to a day.</summary>
/// <param name="PerDay">At most so many times in 24 hours.</param>
/// <param name="FirstWait">Between the first and the second time.</param>
internal sealed record ActBudget(int PerDay, TimeSpan FirstWait)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Why it must not be done now, or null.</summary>
    public string? Refusal(ActHistory history)
    {
        if (history.LastDay >= PerDay)
        {
            return $"It was done {history.LastDay} times in the last day; {PerDay} are allowed.";
        }

        if (history.SecondsSince is not { } seconds)
        {
            return null;
        }

        var doubled = FirstWait * Math.Pow(2, Math.Min(20, history.LastWeek - 1));
        var wait = doubled < LongestWait ? doubled : LongestWait;
        return TimeSpan.FromSeconds(seconds) < wait ? $"It was done {seconds / 60:0} min ago; the wait is {wait.TotalMinutes:0} min by now." : null;
    }
}
