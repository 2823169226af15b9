namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Bounds the live streams open at once: each holds a connection and an enumerator of the monitor.</summary>
internal sealed class StreamSlots(int capacity)
{
    private int _taken;

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= capacity)
            return true;

        Interlocked.Decrement(ref _taken);
        return false;
    }

    public void Release() => Interlocked.Decrement(ref _taken);
}
