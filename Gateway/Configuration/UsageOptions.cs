namespace LocalAi.Gateway.Configuration;

/// <summary><c>Gateway:Usage</c>.</summary>
internal sealed class UsageOptions
{
    /// <summary>Rows held while Postgres is away; beyond, the oldest are dropped and counted. Default 100,000 (about 20 MB).</summary>
    public int BufferedRows { get; set; } = 100_000;

    /// <summary>Longest time a row waits to be written. Default 1 s.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Days rows are kept. Default 90.</summary>
    public int KeepDays { get; set; } = 90;
}
