namespace LocalAi.AgentApi.Runs;

/// <summary>Wakes a worker of this process when a run was added; other nodes find it by polling.</summary>
internal sealed class RunSignal : IDisposable
{
    private readonly SemaphoreSlim _added = new(0, 64);

    public void Set()
    {
        try
        {
            _added.Release();
        }
        catch (SemaphoreFullException)
        {
            // Every worker is awake anyway.
        }
    }

    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _added.WaitAsync(longest, cancellationToken);

    public void Dispose() => _added.Dispose();
}
