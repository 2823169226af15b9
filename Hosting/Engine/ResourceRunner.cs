using System.Threading.Channels;
using LocalAi.Hosting.Monitoring;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Programs;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Engine;

/// <summary>Keeps one resource running: finds its program, waits for what it needs, starts it, watches it, restarts it, stops it.</summary>
internal sealed class ResourceRunner : IDisposable
{
    private const int LinesOfFailure = 20;
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(10);

    private readonly IProgram _program;
    private readonly RunnerContext _context;
    private readonly WaitGate _gate;
    private readonly RestartPolicy _policy;
    private readonly CancellationTokenSource _stop = new();

    // Start, stop, restart; the newest wins.
    private readonly Channel<string> _commands = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private bool _isWanted = true;
    private bool _skipsWaits;
    private TimeSpan? _restartDelay;
    private Task _loop = Task.CompletedTask;

    public ResourceRunner(IResource resource, IProgram program, ResourceConsole console, RunnerContext context)
    {
        Resource = resource;
        Console = console;
        _program = program;
        _context = context;
        _gate = new WaitGate(resource, context.Board);
        _policy = new RestartPolicy(context.Time);
    }

    public IResource Resource { get; }

    public ResourceConsole Console { get; }

    /// <summary>The running process, for sampling.</summary>
    public IChildProcess? Child { get; private set; }

    private string Name => Resource.Name;

    public void Start() => _loop = RunAsync(_stop.Token);

    /// <summary>Ends the resource for good.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _loop;
    }

    /// <summary>Start, stop or restart; returns at once.</summary>
    public void Execute(string command) => _commands.Writer.TryWrite(command);

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (true)
            {
                if (!_isWanted)
                {
                    Obey(await _commands.Reader.ReadAsync(cancellationToken));
                }
                else
                {
                    await TryOnceAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Update(s => s.State is ResourceStates.Waiting or ResourceStates.Starting ? s with { State = ResourceStates.NotStarted, WaitingFor = [], Reason = null } : s);
        }
    }

    private async Task TryOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await IsPresentAsync(cancellationToken) && await PassesGateAsync(cancellationToken))
            {
                await RunOnceAsync(cancellationToken);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A mistake of ours in one resource must neither end the others nor leave this one without a word.
            _isWanted = false;
            Console.Write(isError: true, failure.ToString());
            Update(s => s with { State = ResourceStates.FailedToStart, Reason = $"{failure.GetType().Name}: {failure.Message}", ProcessId = null, Health = null });
        }
    }

    private void Obey(string command)
    {
        _isWanted = command != ResourceCommands.Stop;
        if (_isWanted)
        {
            _policy.Reset();
        }
        else
        {
            Update(s => s.ProcessId is null ? s with { State = ResourceStates.Exited, Reason = "stopped by the user", WaitingFor = [] } : s);
        }
    }

    private async Task<bool> IsPresentAsync(CancellationToken cancellationToken)
    {
        var presence = await _program.FindAsync(Say, cancellationToken);
        if (presence.CanRun)
        {
            return true;
        }

        Update(s => s with
        {
            State = presence.IsAbsent ? ResourceStates.Absent : ResourceStates.NotStarted,
            Reason = presence.Reason,
            Health = null,
            ProcessId = null,
            WaitingFor = [],
        });
        if (presence.IsAbsent)
        {
            _isWanted = false;
        }
        else
        {
            await NextCommandAsync(IdleInterval, cancellationToken);
        }

        return false;
    }

    private async Task<bool> PassesGateAsync(CancellationToken cancellationToken)
    {
        if (_skipsWaits)
        {
            return true;
        }

        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var gate = _gate.PassAsync(race.Token);
        var command = _commands.Reader.WaitToReadAsync(race.Token).AsTask();
        await Task.WhenAny(gate, command);
        var passed = gate.IsCompletedSuccessfully;
        await race.CancelAsync();
        await Task.WhenAll(gate, command).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!passed && _commands.Reader.TryRead(out var told))
        {
            // "Start" on a waiting resource means: do not wait.
            _skipsWaits = told == ResourceCommands.Start;
            Obey(told);
        }

        return passed;
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var began = _context.Time.GetTimestamp();
        var firstLine = Console.LastNumber;
        Update(s => s with
        {
            State = ResourceStates.Starting,
            Health = null,
            Reason = null,
            WaitingFor = [],
            ExitCode = null,
            StartedAt = _context.Time.GetUtcNow(),
            WaitedMilliseconds = s.WaitedMilliseconds ?? _context.Time.GetElapsedTime(_context.HostStart, began).TotalMilliseconds,
        });
        LaunchPlan plan;
        IChildProcess child;
        try
        {
            plan = await _program.PrepareAsync(Say, cancellationToken);
            CheckPorts();
            var limits = Resource.Annotations.OfType<ResourceLimitsAnnotation>().LastOrDefault();
            child = await _context.Processes.StartAsync(Name, plan, limits, Console.Write, cancellationToken);
        }
        catch (Exception failure) when (failure is StartException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            _isWanted = false;
            Console.Write(isError: true, failure.Message);
            Update(s => s with { State = ResourceStates.FailedToStart, Reason = failure.Message });
            return;
        }

        using (child)
        {
            Child = child;
            Update(s => s with
            {
                ProcessId = child.Id,
                Source = $"{plan.File} {string.Join(' ', plan.Args)}",
                Reason = null,
                Environment = plan.Environment.ToDictionary(v => v.Key, v => plan.SecretVariables.Contains(v.Key) ? ResourceSnapshots.Masked : v.Value),
            });
            var watch = new ProcessWatch(child, plan.Probe, _context, _commands.Reader);
            var outcome = RunOutcome.Told;
            try
            {
                outcome = await watch.UntilReadyAsync(began, cancellationToken);
                if (outcome == RunOutcome.Ready)
                {
                    _policy.Ready();
                    Update(s => s with
                    {
                        State = ResourceStates.Running,
                        Health = ResourceSnapshots.Healthy,
                        Reason = null,
                        StartMilliseconds = _context.Time.GetElapsedTime(began).TotalMilliseconds,
                    });
                    outcome = await watch.UntilOverAsync(ShowHealth, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                outcome = RunOutcome.Told;
            }

            var code = await EndAsync(child, plan, outcome);
            Child = null;
            Conclude(child, plan, outcome, code, watch.Reason, firstLine);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_isWanted && _restartDelay is { } delay)
        {
            _restartDelay = null;
            await NextCommandAsync(delay, cancellationToken);
        }
    }

    // The port was free when it was chosen; somebody may have taken it since.
    private void CheckPorts()
    {
        foreach (var endpoint in Resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (endpoint.AllocatedPort is { } port && Resource is not ExecutableResource && !PortHolder.IsFree(port))
            {
                throw new StartException($"Port {port} is taken by {PortHolder.Describe(port)}. Stop it, or choose another port for {Name}.");
            }
        }
    }

    private async Task<int> EndAsync(IChildProcess child, LaunchPlan plan, RunOutcome outcome)
    {
        if (outcome != RunOutcome.Exited)
        {
            Update(s => s with { State = ResourceStates.Stopping, Health = null });
            child.Signal(plan.StopSignal);
            try
            {
                await child.Exited.WaitAsync(_context.Options.StopTimeout, _context.Time, _context.KillNow);
            }
            catch (Exception impatience) when (impatience is TimeoutException or OperationCanceledException)
            {
                Console.Write(isError: true, $"[host] {Name} did not end within {_context.Options.StopTimeout.TotalSeconds:0} s and is killed.");
            }
        }

        await child.KillAllAsync();
        return await child.Exited;
    }

    private void Conclude(IChildProcess child, LaunchPlan plan, RunOutcome outcome, int code, string? reason, long firstLine)
    {
        if (outcome == RunOutcome.Told)
        {
            if (_commands.Reader.TryRead(out var told))
            {
                Obey(told);
            }

            Update(s => s with { State = ResourceStates.Exited, ExitCode = code, ProcessId = null, Health = null, CpuPercent = null, MemoryBytes = null, Reason = "stopped" });
            return;
        }

        if (outcome == RunOutcome.Exited && code == 0 && Resource is ExecutableResource)
        {
            _isWanted = false;
            Update(s => s with { State = ResourceStates.Finished, ExitCode = 0, ProcessId = null, Health = null, CpuPercent = null, MemoryBytes = null });
            return;
        }

        Crashed(ResourceFailure.Describe(Resource, child, plan, code, reason, Console.Tail(LinesOfFailure, firstLine)), code);
    }

    private void Crashed(ResourceFailure failure, int code)
    {
        _restartDelay = _policy.AfterCrash();
        _isWanted = _restartDelay is not null;
        Console.Write(isError: true, $"[host] {Name} {failure.Cause}" + (_restartDelay is { } wait ? $"; restarting in {wait.TotalSeconds:0} s" : "; giving up"));
        Update(s => s with
        {
            State = _isWanted ? ResourceStates.Exited : ResourceStates.Failed,
            ExitCode = code,
            ProcessId = null,
            Health = null,
            CpuPercent = null,
            MemoryBytes = null,
            Restarts = s.Restarts + (_isWanted ? 1 : 0),
            Reason = _restartDelay is { } delay
                ? $"{failure.Cause}; restarting in {delay.TotalSeconds:0} s"
                : $"{failure.Cause} ({RestartPolicy.MostCrashes} times). {failure.Advice}",
        });
    }

    private async Task NextCommandAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            Obey(await _commands.Reader.ReadAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody wanted anything.
        }
    }

    private void ShowHealth(bool isHealthy, string? reason) => Update(s => s with
    {
        Health = isHealthy ? ResourceSnapshots.Healthy : ResourceSnapshots.Unhealthy,
        Reason = reason,
    });

    private void Say(string progress)
    {
        Console.Write(isError: false, $"[host] {progress}");
        Update(s => s with { State = s.State == ResourceStates.NotStarted ? ResourceStates.Waiting : s.State, Reason = progress });
    }

    private void Update(Func<ResourceSnapshot, ResourceSnapshot> change) => _context.Board.Update(Name, change);
}
