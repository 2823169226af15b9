using LocalAi.Contracts.Rag;
using LocalAi.Rag.Ingest;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Jobs;

/// <summary>Takes jobs in, up to a bound.</summary>
internal sealed class JobQueue(JobStore store, JobSignal signal, IOptions<IngestOptions> options)
{
    /// <exception cref="RequestProblemException">Too many jobs wait (429).</exception>
    public async Task<JobStatus> AddAsync(NewJob job, CancellationToken cancellationToken)
    {
        var added = await store.AddAsync(job, options.Value.MaxQueuedJobs, cancellationToken)
            ?? throw new RequestProblemException(
                StatusCodes.Status429TooManyRequests, $"{options.Value.MaxQueuedJobs} jobs wait already (Rag:Ingest:MaxQueuedJobs); try again when some are done.")
            {
                Code = "too_many_jobs",
                RetryAfter = TimeSpan.FromSeconds(10),
            };
        signal.Set();
        return added;
    }
}
