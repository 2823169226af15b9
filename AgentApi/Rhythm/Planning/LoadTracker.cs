namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>
/// Turns raw CPU samples into a level that does not flutter: an exponentially weighted mean over <c>window</c> of the foreign share
/// (total minus our own tasks), with different marks for entering and leaving a level, held for a minimum time.
/// Raw samples would flip the multiplier about 1,900 times a day.
/// </summary>
internal sealed class LoadTracker(LoadPolicy policy)
{
    private double? _smoothed;
    private DateTimeOffset _sampledAt;
    private readonly Queue<DateTimeOffset> _changes = new();
    private DateTimeOffset _changedAt = DateTimeOffset.MinValue;

    public LoadLevel Level { get; private set; } = LoadLevel.Normal;

    /// <summary>How often the level has changed.</summary>
    public int Flips { get; private set; }

    /// <param name="now">Time of the sample.</param>
    /// <param name="totalCpu">Share of the machine's CPU in use, 0 to 1.</param>
    /// <param name="ownCpu">Share used by our own tasks and their children, 0 to 1.</param>
    /// <param name="usedMemory">Share of memory in use.</param>
    /// <param name="availableMemory">Share of memory available.</param>
    /// <param name="memoryPressure">PSI some avg60 as a share, or null.</param>
    public Load Sample(
        DateTimeOffset now, double totalCpu, double ownCpu, double usedMemory, double availableMemory, double? memoryPressure = null)
    {
        var foreign = policy.IgnoresOwnCpu ? Math.Clamp(totalCpu - ownCpu, 0, 1) : Math.Clamp(totalCpu, 0, 1);
        if (_smoothed is not { } before || policy.Smoothing <= TimeSpan.Zero)
        {
            _smoothed = foreign;
        }
        else if (now > _sampledAt)
        {
            var weight = 1 - Math.Exp(-(now - _sampledAt) / policy.Smoothing);
            _smoothed = before + (weight * (foreign - before));
        }

        // A clock that was set back restarts the smoothing from here instead of freezing it until it catches up.
        _sampledAt = now;
        Change(now, _smoothed.Value);
        return new Load(Level, _smoothed.Value, Math.Clamp(totalCpu, 0, 1), usedMemory, availableMemory, memoryPressure);
    }

    private void Change(DateTimeOffset now, double cpu)
    {
        var next = Level switch
        {
            LoadLevel.Busy => cpu > policy.LeaveBusy ? LoadLevel.Busy : cpu < policy.EnterQuiet ? LoadLevel.Quiet : LoadLevel.Normal,
            LoadLevel.Quiet => cpu < policy.LeaveQuiet ? LoadLevel.Quiet : cpu > policy.EnterBusy ? LoadLevel.Busy : LoadLevel.Normal,
            _ => cpu > policy.EnterBusy ? LoadLevel.Busy : cpu < policy.EnterQuiet ? LoadLevel.Quiet : LoadLevel.Normal,
        };
        if (next == Level || IsHeld(now))
        {
            return;
        }

        Level = next;
        _changedAt = now;
        _changes.Enqueue(now);
        Flips++;
    }

    private bool IsHeld(DateTimeOffset now)
    {
        while (_changes.TryPeek(out var oldest) && (now - oldest >= TimeSpan.FromDays(1) || oldest > now))
        {
            _changes.Dequeue();
        }

        return now >= _changedAt && now - _changedAt < policy.Hold + (_changes.Count * policy.HoldPerChange);
    }
}
