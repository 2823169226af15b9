namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>A run this node is doing.</summary>
internal sealed class RunInFlight(string task, long? run, long epoch, CancellationTokenSource cancellation) : IDisposable
{
    private static readonly Task<RunOutcome> NotStarted = new TaskCompletionSource<RunOutcome>().Task;

    public string Task { get; } = task;

    /// <summary>Id in the run log; null when it started while the database was away.</summary>
    public long? Run { get; } = run;

    /// <summary>The epoch it runs under; grows when its node gets the lead back with nobody in between.</summary>
    public long Epoch { get; set; } = epoch;

    public bool IsCancelled => cancellation.IsCancellationRequested;

    public CancellationToken Cancelled => cancellation.Token;

    /// <summary>Ends with the work, or when the work was given up.</summary>
    public Task<RunOutcome> Outcome { get; set; } = NotStarted;

    /// <summary>The work itself, which may go on after it was given up.</summary>
    public Task Work { get; set; } = NotStarted;

    public Task CancelAsync() => cancellation.CancelAsync();

    public void Dispose()
    {
        // Work that was given up may still look at its token.
        if (Work.IsCompleted)
        {
            cancellation.Dispose();
        }
    }
}
