using System.Diagnostics;
using LocalAi.AgentApi.Rhythm.Leadership;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>
/// Starts work and knows what has become of it. Work that does not end within five seconds of being told to is given up: its lane is free
/// again, but its task counts as stuck until the work really ends, so that it never runs beside itself.
/// </summary>
internal sealed partial class TaskRunner(LeaderElection election, RhythmClock clock, RhythmTelemetry telemetry, TimeProvider time, ILogger<TaskRunner> logger)
{
    private const int LongestSummary = 2000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, RunInFlight> _inFlight = [];
    private readonly Dictionary<string, (Task Work, DateTimeOffset Since)> _stuck = [];

    public IReadOnlyCollection<RunInFlight> InFlight => _inFlight.Values;

    public bool Runs(string task) => _inFlight.ContainsKey(task);

    /// <summary>When the task's work was given up, or null when none goes on.</summary>
    public DateTimeOffset? StuckSince(string task)
    {
        if (!_stuck.TryGetValue(task, out var stuck))
        {
            return null;
        }

        if (!stuck.Work.IsCompleted)
        {
            return stuck.Since;
        }

        _stuck.Remove(task);
        return null;
    }

    public void Start(IRhythmTask task, long? run, long epoch, string reason)
    {
        var flight = new RunInFlight(task.Definition.Name, run, epoch, new CancellationTokenSource());
        var context = new RunContext(run, reason, token => election.MayActAsync(flight.Epoch, token));
        _inFlight[flight.Task] = flight;
        LogStarted(logger, flight.Task, reason);
        flight.Outcome = RunAsync(task, flight, context);
    }

    /// <summary>The outcomes of what has ended since the last call.</summary>
    public async Task<IReadOnlyList<RunOutcome>> TakeEndedAsync()
    {
        var ended = new List<RunOutcome>();
        foreach (var flight in _inFlight.Values.Where(f => f.Outcome.IsCompleted).ToList())
        {
            _inFlight.Remove(flight.Task);
            var outcome = (await flight.Outcome) with { Epoch = flight.Epoch };
            ended.Add(outcome);
            if (!flight.Work.IsCompleted)
            {
                _stuck[flight.Task] = (flight.Work, outcome.EndedAt);
                LogStuck(logger, flight.Task);
            }

            flight.Dispose();
            telemetry.Record(outcome);
            LogEnded(logger, flight.Task, outcome.Outcome, (outcome.EndedAt - outcome.StartedAt).TotalSeconds, outcome.Reason, outcome.Summary);
        }

        return ended;
    }

    /// <summary>Tells everything that runs to end.</summary>
    public async Task CancelAsync(Func<RunInFlight, bool> which)
    {
        foreach (var flight in _inFlight.Values.Where(f => !f.IsCancelled && which(f)).ToList())
        {
            LogCancelled(logger, flight.Task);
            await flight.CancelAsync();
        }
    }

    private async Task<RunOutcome> RunAsync(IRhythmTask task, RunInFlight flight, RunContext context)
    {
        var started = clock.Now;
        var (outcome, summary) = (RunOutcome.Cancelled, "Ended before it was done.");
        var limit = new CancellationTokenSource(task.Definition.Timeout, time);
        var end = CancellationTokenSource.CreateLinkedTokenSource(flight.Cancelled, limit.Token);
        using var giveUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var _ = end.Token.Register(() => giveUp.CancelAfter(Grace));
        try
        {
            var work = WorkAsync(task, context, end.Token);
            flight.Work = work;
            summary = await work.WaitAsync(giveUp.Token);
            outcome = RunOutcome.Succeeded;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            if (!flight.IsCancelled)
            {
                (outcome, summary) = (RunOutcome.Timeout, $"Ended after its limit of {task.Definition.Timeout}.");
            }
        }
        catch (RunWaitsException waits)
        {
            (outcome, summary) = (RunOutcome.Waiting, waits.Message);
        }
#pragma warning disable CA1031 // A task may fail in any way; the failure is its outcome.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            (outcome, summary) = (RunOutcome.Failed, failure.Message);
            LogFailed(logger, failure, task.Definition.Name);
        }

        if (flight.Work.IsCompleted)
        {
            end.Dispose();
            limit.Dispose();
        }
        else
        {
            LogLateFailure(flight);
        }

        return new RunOutcome(
            flight.Task, flight.Run, flight.Epoch, context.Reason, started, clock.Now, outcome, summary.Length > LongestSummary ? summary[..LongestSummary] : summary);
    }

    private async Task<string> WorkAsync(IRhythmTask task, RunContext context, CancellationToken cancellationToken)
    {
        // The loop must not run the task's first, synchronous part.
        await Task.Yield();
        using var span = telemetry.Start(task.Definition.Name, context.Reason);
        try
        {
            return await task.RunAsync(context, cancellationToken);
        }
        catch (Exception failure)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.Message);
            throw;
        }
    }

    /// <summary>Nobody awaits work that was given up: its failure is looked at here, so that it does not surface as an unobserved exception.</summary>
    private void LogLateFailure(RunInFlight flight) => flight.Work.ContinueWith(
        work => LogFailed(logger, work.Exception!, flight.Task),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    [LoggerMessage(EventId = 710, Level = LogLevel.Debug, Message = "{Task} starts: {Reason}")]
    private static partial void LogStarted(ILogger logger, string task, string reason);

    [LoggerMessage(EventId = 711, Level = LogLevel.Information, Message = "{Task} {Outcome} after {Seconds:0.0} s ({Reason}): {Summary}")]
    private static partial void LogEnded(ILogger logger, string task, string outcome, double seconds, string reason, string summary);

    [LoggerMessage(EventId = 712, Level = LogLevel.Warning, Message = "{Task} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string task);

    [LoggerMessage(EventId = 713, Level = LogLevel.Warning, Message = "{Task} is told to end: the lead was lost or the service stops")]
    private static partial void LogCancelled(ILogger logger, string task);

    [LoggerMessage(EventId = 717, Level = LogLevel.Error, Message = "{Task} does not end although it was told to; it does not run again before it has")]
    private static partial void LogStuck(ILogger logger, string task);
}
