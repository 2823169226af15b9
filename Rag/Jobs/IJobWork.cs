using LocalAi.Contracts.Rag;

namespace LocalAi.Rag.Jobs;

/// <summary>What a kind of job does. Must be able to start again at any point.</summary>
internal interface IJobWork
{
    JobKind Kind { get; }

    /// <exception cref="JobFailedException">A retry does not mend it.</exception>
    Task RunAsync(ClaimedJob job, JobTracker tracker, CancellationToken cancellationToken);
}
