namespace LocalAi.Gateway.Requests;

/// <summary>Bounds the bytes of all request bodies that are held at the same time.</summary>
internal sealed class BodyBudget
{
    private long _held;

    /// <summary>Bytes; follows the configuration.</summary>
    public long Limit { get; set; } = long.MaxValue;

    public long Held => Interlocked.Read(ref _held);

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= Limit)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    public void Return(int bytes) => Interlocked.Add(ref _held, -bytes);
}
