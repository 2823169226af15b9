namespace LocalAi.AgentApi.Limits;

/// <summary>Calls that run at once, per sensitivity and over all users.</summary>
internal sealed class ConcurrencyOptions
{
    public int Low { get; set; } = 20;

    public int Medium { get; set; } = 10;

    public int High { get; set; } = 5;

    public int Critical { get; set; } = 2;

    /// <summary>Seconds a call waits for its turn before it is refused. 0 to 300.</summary>
    public int MaxWaitSeconds { get; set; } = 20;
}
