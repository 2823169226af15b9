using LocalAi.Contracts.Rag;

namespace LocalAi.Rag.Jobs;

/// <summary>A job this process holds the lease of.</summary>
internal sealed record ClaimedJob(JobStatus Status, byte[] Request, int Priority, int Attempts);
