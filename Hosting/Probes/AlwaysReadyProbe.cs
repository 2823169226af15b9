namespace LocalAi.Hosting.Probes;

/// <summary>A program nobody can ask: running is ready.</summary>
internal sealed class AlwaysReadyProbe : IProbe
{
    public static readonly AlwaysReadyProbe Instance = new();

    public TimeSpan Interval => TimeSpan.Zero;

    public Task<ProbeAnswer> AskAsync(CancellationToken cancellationToken) => Task.FromResult(ProbeAnswer.Healthy);
}
