namespace LocalAi.Hosting.Engine;

/// <summary>How long to wait after a crash, and when to give up: 1 s, doubling to 30 s; five crashes within five minutes, or five without ever being ready, are enough.</summary>
internal sealed class RestartPolicy(TimeProvider time)
{
    public const int MostCrashes = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly Queue<long> _crashes = new();
    private bool _wasReady;

    public void Ready() => _wasReady = true;

    /// <summary>Counts a crash; null when it was one too many.</summary>
    public TimeSpan? AfterCrash()
    {
        var now = time.GetTimestamp();

        // Slow failures to start would leave the window one by one and go on for ever; they only leave it when it worked in between.
        while (_wasReady && _crashes.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) > Window)
        {
            _crashes.Dequeue();
        }

        _crashes.Enqueue(now);
        if (_crashes.Count >= MostCrashes)
        {
            return null;
        }

        _wasReady = false;
        var delay = ShortestDelay * Math.Pow(2, _crashes.Count - 1);
        return delay < LongestDelay ? delay : LongestDelay;
    }

    /// <summary>The user started it again.</summary>
    public void Reset() => _crashes.Clear();
}
