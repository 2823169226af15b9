namespace LocalAi.AgentApi.Rhythm.Detection;

/// <summary>Marks of the leak test. Growth in bytes per hour.</summary>
internal sealed record LeakOptions
{
    private const double Megabyte = 1 << 20;

    /// <summary>Resident memory that is a finding by itself; null: none.</summary>
    public long? Limit { get; init; }

    /// <summary>Fast tier: window, trend score, growth over the window, growth over its second half.</summary>
    public TimeSpan FastWindow { get; init; } = TimeSpan.FromHours(10);

    public double FastScore { get; init; } = 3.3;

    public double FastGrowth { get; init; } = 60 * Megabyte;

    public double FastRecentGrowth { get; init; } = 60 * Megabyte;

    /// <summary>Slow tier: shortest history, how recent the growth must still be, trend score, growth.</summary>
    public TimeSpan SlowHistory { get; init; } = TimeSpan.FromHours(36);

    public TimeSpan SlowRecent { get; init; } = TimeSpan.FromHours(6);

    public double SlowScore { get; init; } = 4;

    public double SlowGrowth { get; init; } = 2.5 * Megabyte;

    /// <summary>Bins older than this are forgotten.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromDays(7);
}
