namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>A run this node is doing.</summary>
internal sealed class RunInFlight(long epoch, Task<RunOutcome> work, CancellationTokenSource cancellation) : IDisposable
{
    public long Epoch { get; } = epoch;

    public Task<RunOutcome> Work { get; } = work;

    public Task CancelAsync() => cancellation.CancelAsync();

    public void Dispose() => cancellation.Dispose();
}
