namespace LocalAi.Rag.Jobs;

/// <summary>Wakes the runner when there is something to do.</summary>
internal sealed class JobSignal : IDisposable
{
    private readonly SemaphoreSlim _work = new(0, 1);

    public void Set()
    {
        try
        {
            _work.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    /// <summary>Waits for <see cref="Set"/>, at most <paramref name="longest"/>.</summary>
    /// <returns>False when nothing came.</returns>
    public Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _work.WaitAsync(longest, cancellationToken);

    public void Dispose() => _work.Dispose();
}
