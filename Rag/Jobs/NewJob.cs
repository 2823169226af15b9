using LocalAi.Contracts.Rag;

namespace LocalAi.Rag.Jobs;

/// <param name="Kind">What to do.</param>
/// <param name="Collection">Where.</param>
/// <param name="Path">The folder or file, or null.</param>
/// <param name="Request">The request as JSON in UTF-8.</param>
/// <param name="Priority">See <see cref="JobPriority"/>.</param>
internal sealed record NewJob(JobKind Kind, string Collection, string? Path, byte[] Request, int Priority = JobPriority.Asked);
