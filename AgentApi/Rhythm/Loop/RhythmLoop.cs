using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.AgentApi.Rhythm.UserTasks;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>
/// The one loop. Each tick: 1 seek the lead or, when it is time, renew it; 2 take in what has ended; 3 act on a change of the lead, write what has ended, read what
/// people changed; 4 sample the machine; 5 plan; 6 claim and start; 7 look at the alerts. Nothing else starts work: events and people only make a task due.
/// While the database is away a node that is alone goes on with the states it knows and writes the runs later; a node that is not alone stops
/// before its lease can be taken, because another one may lead.
/// </summary>
internal sealed partial class RhythmLoop(
    TaskCatalog catalog,
    StoredTasks stored,
    LeaderElection election,
    RhythmStore store,
    SampleStore samples,
    LoadSensor sensor,
    RhythmEvents events,
    TaskRunner runner,
    RhythmClock clock,
    RhythmView view,
    AlertWatch alerts,
    IOptions<RhythmOptions> options,
    TimeProvider time,
    ILogger<RhythmLoop> logger) : BackgroundService
{
    private readonly TimeZoneInfo _zone = options.Value.Zone;
    private readonly TimeSpan _lease = TimeSpan.FromSeconds(options.Value.LeaseSeconds);
    private readonly UnwrittenRuns _unwritten = new(store, logger);
    private readonly TaskStates _states = new(catalog.Definitions);
    private TaskCatalog _catalog = catalog;
    private LoadPolicy _policy = LoadPolicy.Named(options.Value.Policy);
    private long _epoch;
    private long _version = -1;
    private bool _hasLed;
    private long _ledAt;
    private long? _awaySince;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        // The host's start must not wait for the first tick.
        await Task.Yield();
        _states.Begin(clock.Now);
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

        await FinishAsync();
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (events.TakeChange())
            {
                election.Hurry();
            }

            var before = time.GetTimestamp();
            var leader = await election.TickAsync(cancellationToken);
            if (leader.DatabaseNow is { } now && clock.Set(now) is var back && back > TimeSpan.Zero)
            {
                LogClock(logger, back.TotalSeconds);
                _states.ShiftBack(back);
            }

            await TakeEndedAsync();
            var leads = await FollowAsync(leader, before, cancellationToken);
            var load = sensor.Sample(clock.Now);
            if (leads)
            {
                await TakeEventsAsync(leader, cancellationToken);
                await PlanAsync(leader, load, cancellationToken);
            }

            if (leader.Role == LeaderRole.Leader)
            {
                await samples.WriteAsync(sensor, cancellationToken);
                await alerts.TickAsync(clock.Now, leader.Epoch, _states.All, cancellationToken);
            }
        }
#pragma warning disable CA1031 // The one loop outlives every fault; the next tick begins anew.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogTickFailed(logger, fault);
        }
    }

    private async Task TakeEndedAsync()
    {
        foreach (var outcome in await runner.TakeEndedAsync())
        {
            _unwritten.Add(outcome);
            _states.Settle(outcome);
            view.Remember(outcome);
        }
    }

    /// <summary>Acts on what the election said. True when this node may plan.</summary>
    private async Task<bool> FollowAsync(LeaderState leader, long asked, CancellationToken cancellationToken)
    {
        switch (leader.Role)
        {
            case LeaderRole.Leader:
                (_awaySince, _ledAt) = (null, election.RenewedAt);
                await LeadAsync(leader, cancellationToken);
                return true;
            case LeaderRole.Follower:
                _awaySince = null;
                await LoseAsync();
                return false;
            default:
                // A follower cannot know who leads; a leader that is alone cannot be followed by anyone.
                var awaySince = _awaySince ??= asked;
                var may = options.Value.RunWithoutDatabase && election.IsAlone && (_hasLed || time.GetElapsedTime(awaySince) > _lease * 2);
                if (!may && time.GetElapsedTime(_ledAt) > _lease * LeaderElection.Fence)
                {
                    await LoseAsync();
                }

                return may;
        }
    }

    private async Task LeadAsync(LeaderState leader, CancellationToken cancellationToken)
    {
        if (leader.Epoch != _epoch)
        {
            // Another node led since these began: it has ended them as lost.
            await runner.CancelAsync(f => f.Run is not null && f.Epoch < leader.Epoch - 1);
            await store.AddTasksAsync([.. _catalog.Definitions.Where(d => d.Origin != TaskOrigin.Added).Select(d => d.Name)], cancellationToken);
            await _unwritten.AdoptAsync(runner.InFlight, leader.Epoch, cancellationToken);
            await _unwritten.WriteAsync(leader.Epoch, cancellationToken);
            await store.TakeOverAsync(leader.Epoch, cancellationToken);
            await samples.ReadOnceAsync(sensor, cancellationToken);
            _version = -1;
        }
        else
        {
            await _unwritten.WriteAsync(leader.Epoch, cancellationToken);
        }

        if (leader.Version != _version)
        {
            var states = await store.ReadAsync(cancellationToken);
            _catalog = await stored.CombineAsync(cancellationToken);
            _states.Use(_catalog.Definitions, clock.Now);
            _states.Take(states, clock.Now, runner.Runs);
            _policy = LoadPolicy.Named(await store.ReadPolicyAsync(cancellationToken) ?? options.Value.Policy);
            sensor.Use(_policy);
        }

        (_epoch, _version, _hasLed) = (leader.Epoch, leader.Version, true);
    }

    private async Task LoseAsync()
    {
        (_epoch, _hasLed) = (0, false);
        await runner.CancelAsync(_ => true);
    }

    private async Task TakeEventsAsync(LeaderState leader, CancellationToken cancellationToken)
    {
        while (events.TryTake(out var raised))
        {
            if (_states.Ask(raised, clock.Now) && leader.Role == LeaderRole.Leader)
            {
                await store.RequestAsync(raised.Task, new RunRequest(raised.Reason, IsManual: false), cancellationToken);
            }
        }
    }

    private async Task PlanAsync(LeaderState leader, Load load, CancellationToken cancellationToken)
    {
        _states.MarkStuck(runner.StuckSince);
        var request = new PlanRequest
        {
            Now = clock.Now,
            Tasks = _catalog.Definitions,
            States = _states.All,
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
                    // Somebody else leads by now, or somebody changed the table: the next tick reads it again.
                    _version = -1;
                    election.Hurry();
                    return;
                }
            }

            runner.Start(_catalog[name], run, _epoch, reason);
            _states.Start(name, clock.Now);
        }
    }

    private async Task FinishAsync()
    {
        await runner.CancelAsync(_ => true);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(6), time);
        try
        {
            await Task.WhenAll(runner.InFlight.Select(r => r.Outcome)).WaitAsync(patience.Token);
            await TakeEndedAsync();
            if (_epoch > 0)
            {
                await _unwritten.WriteAsync(_epoch, patience.Token);
            }

            if (!_catalog.Names.Any(n => runner.StuckSince(n) is not null))
            {
                // With stuck work the lead ends with the process, so that nobody starts the same work before that.
                await election.ResignAsync(patience.Token);
            }
        }
#pragma warning disable CA1031 // The process ends whatever happens here; the other nodes find out by themselves.
        catch (Exception late)
#pragma warning restore CA1031
        {
            LogTickFailed(logger, late);
        }
    }

    [LoggerMessage(EventId = 715, Level = LogLevel.Warning, Message = "This tick of the rhythm did not go through; the next one begins anew")]
    private static partial void LogTickFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 716, Level = LogLevel.Warning, Message = "The database's clock was set back by {Seconds:0} s; the history moves with it")]
    private static partial void LogClock(ILogger logger, double seconds);
}
