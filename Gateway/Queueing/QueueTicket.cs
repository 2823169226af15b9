namespace LocalAi.Gateway.Queueing;

/// <summary>A place in the line before an upstream.</summary>
internal sealed class QueueTicket(UpstreamSlots slots, CallerLine line)
{
    private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the slot is the caller's.</summary>
    public Task Granted => _granted.Task;

    public bool IsGranted => _granted.Task.IsCompleted;

    /// <summary>1 for the next in line.</summary>
    public int Position => slots.PositionOf(this);

    internal CallerLine Line { get; } = line;

    public void Abandon() => slots.Abandon(this);

    internal void Grant() => _granted.SetResult();
}
