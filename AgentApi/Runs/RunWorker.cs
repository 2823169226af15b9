using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.AgentApi.Runs;

/// <summary>Works on runs, at most four at once on this node. A run outlives the connection it was started by.</summary>
internal sealed partial class RunWorker(RunStore store, RunLoop loop, Database database, RunSignal signal, TimeProvider time, ILogger<RunWorker> logger) : BackgroundService
{
    private const int AtOnce = 4;

    // What is new is announced; this finds what was left by a crash and approvals that ran out.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!database.IsConfigured)
        {
            return;
        }

        await database.Migrated.WaitAsync(stoppingToken);
        var open = new List<Task>();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                open.RemoveAll(t => t.IsCompleted);
                if (open.Count < AtOnce && await TryClaimAsync(stoppingToken) is { } run)
                {
                    open.Add(WorkAsync(run, stoppingToken));
                    continue;
                }

                await signal.WaitAsync(Poll, stoppingToken);
            }
        }
        finally
        {
            await Task.WhenAll(open);
        }
    }

    private async Task<RunRow?> TryClaimAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.ClaimAsync(cancellationToken);
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
        {
            LogAway(logger, away.Message);
            return null;
        }
    }

    private async Task WorkAsync(RunRow run, CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await RunAsync(run, stoppingToken);
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
        {
            LogAway(logger, away.Message);
        }
        catch (OperationCanceledException)
        {
            // The service stops, or the run was cancelled or taken over: another step is another claim.
        }
        finally
        {
            signal.Set();
        }
    }

    private async Task RunAsync(RunRow run, CancellationToken stoppingToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var keeping = KeepAsync(run, end);
        try
        {
            await loop.RunAsync(run, end.Token);
        }
        catch (Exception unexpected) when (unexpected is not (OperationCanceledException or DatabaseUnavailableException or NpgsqlException))
        {
            LogFailed(logger, unexpected, run.Id);
            run.Status = "failed";
            await store.AddEventAsync(run, "error", new { code = "failed", message = $"The run failed unexpectedly; the service's log has it under {run.Id}." }, stoppingToken);
            await store.SaveAsync(run, [], [], stoppingToken);
        }
        finally
        {
            await end.CancelAsync();
            await keeping;
        }
    }

    /// <summary>Renews the lease; ends the work when the run was cancelled.</summary>
    private async Task KeepAsync(RunRow run, CancellationTokenSource end)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, end.Token);
                if (!await store.RenewAsync(run, end.Token))
                {
                    await end.CancelAsync();
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or DatabaseUnavailableException or NpgsqlException)
        {
            // Without Postgres the next step fails by itself; the lease runs out and the run is taken up again.
        }
    }

    [LoggerMessage(EventId = 540, Level = LogLevel.Warning, Message = "Runs wait for Postgres: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(EventId = 541, Level = LogLevel.Error, Message = "Run {Run} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid run);
}
