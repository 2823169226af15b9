namespace LocalAi.AgentApi.Runs;

/// <summary>Wakes this process's worker: there may be something to claim, or room to claim it.</summary>
internal sealed class RunSignal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    public void Set()
    {
        try
        {
            _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // The worker has not looked since the last time; it will.
        }
    }

    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _set.WaitAsync(longest, cancellationToken);

    public void Dispose() => _set.Dispose();
}
