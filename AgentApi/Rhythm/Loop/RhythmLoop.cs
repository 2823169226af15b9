using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>
/// The one loop. Each tick: 1 renew or seek the lead; 2 a lead that was lost ends what runs; 3 write what has ended; 4 read what people changed;
/// 5 plan; 6 claim and start. Nothing else starts work: events and people only make a task due.
/// While the database is away a node that is alone goes on with the states it knows and writes the runs later; a node that is not alone stops,
/// because another one may lead.
/// </summary>
internal sealed partial class RhythmLoop(
    TaskCatalog catalog,
    LeaderElection election,
    RhythmStore store,
    LoadSensor sensor,
    RhythmView view,
    IOptions<RhythmOptions> options,
    TimeProvider time,
    ILogger<RhythmLoop> logger) : BackgroundService
{
    private const int MostUnwritten = 10_000;

    private readonly LoadPolicy _policy = LoadPolicy.Named(options.Value.Policy);
    private readonly TimeZoneInfo _zone = options.Value.TimeZone.Length > 0 ? TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone) : TimeZoneInfo.Local;
    private readonly RhythmClock _clock = new(time);
    private readonly Dictionary<string, RunInFlight> _inFlight = [];
    private readonly Queue<RunOutcome> _unwritten = new();
    private Dictionary<string, TaskState> _states = [];
    private long _epoch;
    private long _version = -1;
    private bool _hasLed;
    private DateTimeOffset? _awaySince;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        var start = time.GetUtcNow();
        _states = catalog.Definitions.ToDictionary(t => t.Name, _ => new TaskState { Since = start });
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.TickSeconds), time);
        try
        {
            do
            {
                await TickAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: end what runs, write it, let another node lead.
        }

        await StopAsync();
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            var leader = await election.TickAsync(cancellationToken);
            if (leader.DatabaseNow is { } now && _clock.Set(now) is var back && back > TimeSpan.Zero)
            {
                ShiftBack(back);
            }

            var leads = await FollowAsync(leader, cancellationToken);
            await WriteEndedAsync(leader.Role == LeaderRole.Leader, cancellationToken);
            var load = sensor.Sample(_clock.Now);
            if (leads)
            {
                await PlanAsync(leader, load, cancellationToken);
            }
        }
        catch (Exception away) when (away is NpgsqlException or DatabaseUnavailableException or TimeoutException)
        {
            LogTickFailed(logger, away.Message);
        }
    }

    /// <summary>Acts on a change of the lead. True when this node may plan.</summary>
    private async Task<bool> FollowAsync(LeaderState leader, CancellationToken cancellationToken)
    {
        switch (leader.Role)
        {
            case LeaderRole.Leader:
                _awaySince = null;
                if (leader.Epoch != _epoch)
                {
                    await LeadAsync(leader, cancellationToken);
                }
                else if (leader.Version != _version)
                {
                    Take(await store.ReadAsync(cancellationToken));
                    _version = leader.Version;
                }

                return true;
            case LeaderRole.Follower:
                _awaySince = null;
                await LoseAsync();
                return false;
            default:
                // A follower cannot know who leads; a leader that is alone cannot be followed by anyone.
                _awaySince ??= _clock.Now;
                var may = election.IsAlone && (_hasLed || _clock.Now - _awaySince > TimeSpan.FromSeconds(options.Value.LeaseSeconds * 2));
                if (!may && _clock.Now - _awaySince > TimeSpan.FromSeconds(options.Value.LeaseSeconds))
                {
                    await LoseAsync();
                }

                return may;
        }
    }

    private async Task LeadAsync(LeaderState leader, CancellationToken cancellationToken)
    {
        if (_inFlight.Count > 0 || _unwritten.Count > 0)
        {
            // Runs that went on while the database was away belong to an epoch that nobody else had in between, or they are fenced below.
            await WriteDetachedAsync(leader.Epoch, cancellationToken);
        }

        Take(await store.TakeOverAsync([.. catalog.Definitions.Select(t => t.Name)], leader.Epoch, cancellationToken));
        (_epoch, _version, _hasLed) = (leader.Epoch, leader.Version, true);
    }

    private async Task LoseAsync()
    {
        (_epoch, _hasLed) = (0, false);
        foreach (var (name, run) in _inFlight)
        {
            LogCancelled(logger, name);
            await run.CancelAsync();
        }
    }

    private void Take(IReadOnlyDictionary<string, TaskState> stored)
    {
        foreach (var task in catalog.Definitions)
        {
            if (stored.TryGetValue(task.Name, out var state))
            {
                _states[task.Name] = _inFlight.ContainsKey(task.Name) ? state with { RunningSince = state.RunningSince ?? _clock.Now } : state;
            }
        }
    }

    private async Task PlanAsync(LeaderState leader, Load load, CancellationToken cancellationToken)
    {
        var request = new PlanRequest
        {
            Now = _clock.Now,
            Tasks = catalog.Definitions,
            States = _states,
            Load = load,
            Policy = _policy,
            Zone = _zone,
            Profile = sensor.Profile,
        };
        var plan = RhythmPlanner.Plan(request);
        view.Publish(request, plan, leader.Role, _epoch);
        foreach (var name in plan.Runs)
        {
            var reason = plan.Decisions.First(d => d.Task == name).Reason;
            long? run = null;
            if (leader.Role == LeaderRole.Leader)
            {
                run = await store.ClaimAsync(name, _epoch, reason, cancellationToken);
                if (run is null)
                {
                    // Somebody else leads by now; the next tick finds out.
                    return;
                }
            }

            Start(name, run, reason);
        }
    }

    private void Start(string name, long? run, string reason)
    {
        var task = catalog[name];
        var cancellation = new CancellationTokenSource();
        var started = _clock.Now;
        _states[name] = _states[name] with { LastStarted = started, RunningSince = started, Request = null };
        var epoch = _epoch;
        var context = new RunContext(run, epoch, reason, token => election.IsCurrentAsync(epoch, token));
        _inFlight[name] = new RunInFlight(epoch, RunAsync(task, context, started, cancellation), cancellation);
        LogStarted(logger, name, reason);
    }

    private async Task<RunOutcome> RunAsync(IRhythmTask task, RunContext context, DateTimeOffset started, CancellationTokenSource cancellation)
    {
        // The loop must not run the task's first, synchronous part.
        await Task.Yield();
        var (outcome, summary) = (RunOutcome.Cancelled, "Ended before it was done.");
        using var limit = new CancellationTokenSource(task.Definition.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation.Token, limit.Token);
        try
        {
            // A task that ignores its token is given up after its timeout: the loop must know.
            summary = await task.RunAsync(context, both.Token).WaitAsync(task.Definition.Timeout + TimeSpan.FromSeconds(5), time, CancellationToken.None);
            outcome = RunOutcome.Succeeded;
        }
        catch (Exception ended) when (ended is OperationCanceledException or TimeoutException && (limit.IsCancellationRequested || cancellation.IsCancellationRequested))
        {
            if (!cancellation.IsCancellationRequested)
            {
                (outcome, summary) = (RunOutcome.Timeout, $"Ended after its limit of {task.Definition.Timeout}.");
            }
        }
#pragma warning disable CA1031 // A task may fail in any way; the failure is its outcome.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            (outcome, summary) = (RunOutcome.Failed, failure.Message);
            LogFailed(logger, failure, task.Definition.Name);
        }

        return new RunOutcome(
            task.Definition.Name, context.Run, context.Epoch, context.Reason, started, _clock.Now, outcome, summary.Length > 2000 ? summary[..2000] : summary);
    }

    private async Task WriteEndedAsync(bool canWrite, CancellationToken cancellationToken)
    {
        foreach (var name in _inFlight.Where(r => r.Value.Work.IsCompleted).Select(r => r.Key).ToList())
        {
            _inFlight.Remove(name, out var run);
            var outcome = await run!.Work;
            run.Dispose();
            _unwritten.Enqueue(outcome);
            Settle(outcome);
            LogEnded(logger, name, outcome.Outcome, (outcome.EndedAt - outcome.StartedAt).TotalSeconds, outcome.Summary);
        }

        while (_unwritten.Count > MostUnwritten)
        {
            _unwritten.Dequeue();
        }

        while (canWrite && _unwritten.TryPeek(out var next))
        {
            var written = next.Epoch == _epoch && next.Run is not null
                ? await store.FinishAsync(next, cancellationToken)
                : next.Run is null && await store.RecordDetachedAsync(next, _epoch, cancellationToken);
            if (!written)
            {
                LogFenced(logger, next.Task);
            }

            _unwritten.Dequeue();
        }
    }

    private async Task WriteDetachedAsync(long epoch, CancellationToken cancellationToken)
    {
        // Everything that ran without the database, oldest first; a run claimed under the former epoch ends with it when nobody led in between.
        foreach (var outcome in _unwritten.ToList())
        {
            var detached = epoch == outcome.Epoch + 1 ? outcome with { Run = null } : outcome;
            await store.RecordDetachedAsync(detached, epoch, cancellationToken);
        }

        _unwritten.Clear();
    }

    private void Settle(RunOutcome outcome)
    {
        var state = _states[outcome.Task];
        _states[outcome.Task] = state with
        {
            RunningSince = null,
            LastEnded = outcome.EndedAt,
            LastSucceeded = outcome.IsSuccess ? outcome.EndedAt : state.LastSucceeded,
            ConsecutiveFailures = outcome.IsSuccess ? 0
                : outcome.Outcome == RunOutcome.Cancelled ? state.ConsecutiveFailures
                : state.ConsecutiveFailures + 1,
        };
    }

    /// <summary>The database's clock was set back: without this every task would wait until the clock has caught up.</summary>
    private void ShiftBack(TimeSpan back)
    {
        LogClock(logger, back.TotalSeconds);
        foreach (var (name, state) in _states.ToList())
        {
            _states[name] = state with
            {
                Since = state.Since - back,
                LastStarted = state.LastStarted - back,
                LastEnded = state.LastEnded - back,
                LastSucceeded = state.LastSucceeded - back,
                RunningSince = state.RunningSince - back,
            };
        }
    }

    private async Task StopAsync()
    {
        foreach (var run in _inFlight.Values)
        {
            await run.CancelAsync();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
        try
        {
            await Task.WhenAll(_inFlight.Values.Select(r => r.Work)).WaitAsync(patience.Token);
            await WriteEndedAsync(_epoch > 0, patience.Token);
            await election.ResignAsync(patience.Token);
        }
        catch (Exception late) when (late is OperationCanceledException or NpgsqlException or DatabaseUnavailableException or TimeoutException)
        {
            LogTickFailed(logger, late.Message);
        }
    }

    [LoggerMessage(EventId = 710, Level = LogLevel.Information, Message = "{Task} starts: {Reason}")]
    private static partial void LogStarted(ILogger logger, string task, string reason);

    [LoggerMessage(EventId = 711, Level = LogLevel.Information, Message = "{Task} {Outcome} after {Seconds:0.0} s: {Summary}")]
    private static partial void LogEnded(ILogger logger, string task, string outcome, double seconds, string summary);

    [LoggerMessage(EventId = 712, Level = LogLevel.Warning, Message = "{Task} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string task);

    [LoggerMessage(EventId = 713, Level = LogLevel.Warning, Message = "{Task} is ended: the lead was lost")]
    private static partial void LogCancelled(ILogger logger, string task);

    [LoggerMessage(EventId = 714, Level = LogLevel.Warning, Message = "The end of {Task} was not written: another node leads")]
    private static partial void LogFenced(ILogger logger, string task);

    [LoggerMessage(EventId = 715, Level = LogLevel.Debug, Message = "Postgres is away in this tick: {Message}")]
    private static partial void LogTickFailed(ILogger logger, string message);

    [LoggerMessage(EventId = 716, Level = LogLevel.Warning, Message = "The database's clock was set back by {Seconds:0} s; the history moves with it")]
    private static partial void LogClock(ILogger logger, double seconds);
}
