using LocalAi.Cli.Commands;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rag;

namespace LocalAi.Cli.Documents;

/// <summary>Waits for a job and shows how far it is. When the user stops waiting, the job is cancelled too.</summary>
internal static class JobFollower
{
    /// <summary>Broken event streams in a row before giving up: the service may be restarting, and jobs survive that.</summary>
    private const int MostReconnects = 5;

    private static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(5);

    public static async Task<JobStatus> FollowAsync(JobStatus job, CommandContext context, CancellationToken cancellationToken)
    {
        var progress = new ProgressLine(context.Output, TimeProvider.System);
        try
        {
            var failures = 0;
            while (!HasEnded(job))
            {
                try
                {
                    await foreach (var status in context.Services.Rag.FollowJobAsync(job.Id, cancellationToken))
                    {
                        (job, failures) = (status, 0);
                        progress.Show(status);
                    }
                }
                catch (Exception broken) when (IsBroken(broken, cancellationToken) && failures++ < MostReconnects)
                {
                    await Task.Delay(ReconnectPause, cancellationToken);
                }
            }

            return job;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Clear();
            await CancelAsync(job, context);
            throw;
        }
        finally
        {
            progress.Clear();
        }
    }

    private static bool HasEnded(JobStatus job) => job.State is not (JobState.Queued or JobState.Running);

    private static bool IsBroken(Exception failure, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && failure is ApiException { Status: null } or HttpRequestException or IOException;

    private static async Task CancelAsync(JobStatus job, CommandContext context)
    {
        using var limit = new CancellationTokenSource(CancelTimeout);
        try
        {
            await context.Services.Rag.CancelJobAsync(job.Id, limit.Token);
            await context.Output.Error.WriteLineAsync($"ai: Cancelled; what was indexed stays. Go on with: ai jobs resume {job.Id}");
        }
        catch (Exception failure) when (failure is ApiException or HttpRequestException or IOException or OperationCanceledException)
        {
            await context.Output.Error.WriteLineAsync($"ai: Job {job.Id} could not be cancelled and goes on: {failure.Message}");
        }
    }
}
