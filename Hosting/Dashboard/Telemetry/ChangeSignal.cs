namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>
/// Tells any number of waiting readers that there is something new. Readers then read what they have not seen: nothing is queued
/// for them, so a slow one costs nothing.
/// </summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next <see cref="Set"/>. Take it before looking for news, or one may be missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
