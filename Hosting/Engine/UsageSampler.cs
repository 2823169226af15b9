namespace LocalAi.Hosting.Engine;

/// <summary>Reads CPU time and memory of every running resource every few seconds.</summary>
internal sealed class UsageSampler(IReadOnlyList<ResourceRunner> runners, ResourceBoard board, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Smaller changes are not worth telling everybody.
    private const double LeastCpuChange = 0.2;
    private const double LeastMemoryChange = 0.01;

    private readonly Dictionary<string, (int ProcessId, TimeSpan CpuTime, long At)> _before = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var runner in runners)
                {
                    Sample(runner);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void Sample(ResourceRunner runner)
    {
        var name = runner.Resource.Name;
        if (runner.Child is not { } child || child.Sample() is not { } usage)
        {
            _before.Remove(name);
            return;
        }

        var now = time.GetTimestamp();
        double? percent = null;
        if (_before.TryGetValue(name, out var before) && before.ProcessId == child.Id)
        {
            percent = Math.Max(0, (usage.CpuTime - before.CpuTime) / time.GetElapsedTime(before.At, now) * 100);
        }

        _before[name] = (child.Id, usage.CpuTime, now);
        board.Update(name, s => s.ProcessId != child.Id || !IsWorthIt(s.CpuPercent, percent, s.MemoryBytes, usage.MemoryBytes)
            ? s
            : s with { CpuPercent = percent is { } p ? Math.Round(p, 1) : null, MemoryBytes = usage.MemoryBytes });
    }

    private static bool IsWorthIt(double? oldPercent, double? percent, long? oldMemory, long memory) =>
        oldPercent is null != percent is null
        || Math.Abs((percent ?? 0) - (oldPercent ?? 0)) >= LeastCpuChange
        || Math.Abs(memory - (oldMemory ?? 0)) > LeastMemoryChange * (oldMemory ?? 0);
}
