using LocalAi.Contracts.Rag;
using LocalAi.Rag.Ingest;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LocalAi.Rag.Jobs;

/// <summary>Runs jobs: claims one, renews its lease while it works, and gives it back when the database goes away or the service stops.</summary>
internal sealed partial class JobRunner(
    Database database, JobStore store, RunningJobs running, JobSignal signal, IEnumerable<IJobWork> works, IOptions<IngestOptions> options, TimeProvider time, ILogger<JobRunner> logger)
    : BackgroundService
{

    // New jobs wake the node that took them in; this finds what another node left, ever less often while there is nothing.
    private static readonly TimeSpan FirstPoll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly Dictionary<JobKind, IJobWork> _works = works.ToDictionary(w => w.Kind);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await database.Migrated.WaitAsync(stoppingToken);
        var open = new List<Task>();
        var poll = FirstPoll;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                open.RemoveAll(t => t.IsCompleted);
                if (open.Count < options.Value.ParallelJobs && await TryClaimAsync(stoppingToken) is { } job)
                {
                    open.Add(RunAsync(job, stoppingToken));
                    poll = FirstPoll;
                    continue;
                }

                poll = await signal.WaitAsync(poll, stoppingToken) ? FirstPoll : poll * 2 < LongestPoll ? poll * 2 : LongestPoll;
            }
        }
        finally
        {
            // Each job gives itself back within LastWords.
            await Task.WhenAll(open);
        }
    }

    private async Task<ClaimedJob?> TryClaimAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.ClaimAsync(running.Ids, cancellationToken);
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
        {
            return null;
        }
    }

    private async Task RunAsync(ClaimedJob job, CancellationToken stoppingToken)
    {
        // Before anything is awaited: the next claim must know that this job is being run.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var tracker = new JobTracker(job.Status);
        running.Add(tracker, stop);
        await Task.Yield();
        var renewing = RenewAsync(tracker, stop);
        try
        {
            LogStarted(logger, job.Status.Kind, job.Status.Collection, job.Status.Path, job.Attempts);
            await _works[job.Status.Kind].RunAsync(job, tracker, stop.Token);
            await FinishAsync(tracker, JobState.Done, null);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await GiveBackAsync(tracker.Id);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await FinishAsync(tracker, JobState.Cancelled, null);
        }
        catch (JobFailedException failed)
        {
            await FinishAsync(tracker, JobState.Failed, failed.Message);
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException { IsTransient: true } or NpgsqlException { InnerException: IOException or System.Net.Sockets.SocketException })
        {
            // It stays ours without being run; the loop claims it again when Postgres is back.
            LogInterrupted(logger, job.Status.Collection, away.Message);
        }
        catch (Exception unexpected)
        {
            LogFailed(logger, unexpected, job.Status.Collection);
            await FinishAsync(tracker, JobState.Failed, "Unexpected error: " + unexpected.Message);
        }
        finally
        {
            running.Remove(tracker.Id);
            await stop.CancelAsync();
            await renewing;
            signal.Set();
        }
    }

    private async Task RenewAsync(JobTracker tracker, CancellationTokenSource stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Renewal, time, stop.Token);
                try
                {
                    if (!await store.RenewAsync(tracker.Snapshot(), stop.Token))
                    {
                        await stop.CancelAsync();
                        return;
                    }
                }
                catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
                {
                    LogLeaseAtRisk(logger, tracker.Id);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The job has ended.
        }
    }

    private async Task FinishAsync(JobTracker tracker, JobState state, string? error)
    {
        var status = tracker.End(state, error);
        LogFinished(logger, status.Kind, status.Collection, state, error);
        using var limit = new CancellationTokenSource(LastWords, time);
        try
        {
            await store.FinishAsync(status, limit.Token);
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException or OperationCanceledException)
        {
            // The job is claimed again later and finds its work done.
            LogInterrupted(logger, status.Collection, away.Message);
        }
    }

    private async Task GiveBackAsync(Guid id)
    {
        using var limit = new CancellationTokenSource(LastWords, time);
        try
        {
            await store.ReleaseAsync(id, limit.Token);
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException or OperationCanceledException)
        {
            // The lease runs out by itself.
        }
    }

    [LoggerMessage(EventId = 410, Level = LogLevel.Information, Message = "{Kind} of {Collection} ({Path}) started, attempt {Attempt}")]
    private static partial void LogStarted(ILogger logger, JobKind kind, string collection, string? path, int attempt);

    [LoggerMessage(EventId = 411, Level = LogLevel.Information, Message = "{Kind} of {Collection} ended: {State} {Error}")]
    private static partial void LogFinished(ILogger logger, JobKind kind, string collection, JobState state, string? error);

    [LoggerMessage(EventId = 412, Level = LogLevel.Warning, Message = "Job in {Collection} interrupted, it goes on later: {Problem}")]
    private static partial void LogInterrupted(ILogger logger, string collection, string problem);

    [LoggerMessage(EventId = 413, Level = LogLevel.Error, Message = "Job in {Collection} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string collection);

    [LoggerMessage(EventId = 414, Level = LogLevel.Warning, Message = "The lease of job {Job} could not be renewed")]
    private static partial void LogLeaseAtRisk(ILogger logger, Guid job);
}
