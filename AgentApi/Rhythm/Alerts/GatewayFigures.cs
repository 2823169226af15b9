namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>What health_check last learned about the gateway's requests.</summary>
internal sealed class GatewayFigures
{
    private volatile Figures? _last;

    public Figures? Last => _last;

    public void Set(long requests, long errors, DateTimeOffset at) => _last = new Figures(requests, errors, at);

    /// <param name="Requests">Of the last 15 minutes.</param>
    /// <param name="Errors">How many of them failed.</param>
    /// <param name="At">When it was asked.</param>
    internal sealed record Figures(long Requests, long Errors, DateTimeOffset At);
}
