using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Programs;

namespace LocalAi.Hosting.Engine;

/// <summary>Keeps one resource running: finds its program, waits for what it needs, runs it, and runs it again.</summary>
internal sealed class ResourceRunner : IDisposable
{
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(10);

    private readonly IProgram _program;
    private readonly WaitGate _gate;
    private readonly RestartPolicy _policy;
    private readonly ResourceStatus _status;
    private readonly ResourceWish _wish;
    private readonly ResourceRun _run;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public ResourceRunner(IResource resource, IProgram program, ResourceConsole console, RunnerContext context)
    {
        Resource = resource;
        Console = console;
        _program = program;
        _gate = new WaitGate(resource, context.Board);
        _policy = new RestartPolicy(context.Time);
        _status = new ResourceStatus(resource.Name, console, context);
        _wish = new ResourceWish(Obeyed);
        _run = new ResourceRun(resource, program, console, _status, context, _wish.Commands);
    }

    public IResource Resource { get; }

    public ResourceConsole Console { get; }

    /// <summary>The running process, for sampling.</summary>
    public IChildProcess? Child => _run.Child;

    public void Start() => _loop = RunAsync(_stop.Token);

    /// <summary>Ends the resource for good.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _loop;
    }

    /// <summary>Start, stop or restart; returns at once.</summary>
    public void Execute(string command) => _wish.Tell(command);

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (true)
            {
                if (_wish.IsWanted)
                {
                    await TryOnceAsync(cancellationToken);
                }
                else
                {
                    await _wish.ObeyNextAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _status.NeverBegan();
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
            _wish.GiveUp();
            _status.CouldNotStart($"{failure.GetType().Name}: {failure.Message}", failure.ToString());
        }
    }

    private async Task<bool> IsPresentAsync(CancellationToken cancellationToken)
    {
        var presence = await _program.FindAsync(_status.Say, cancellationToken);
        if (presence.CanRun)
        {
            return true;
        }

        _status.NotHere(presence);
        if (presence.IsAbsent)
        {
            _wish.GiveUp();
        }
        else
        {
            await _wish.ObeyNextAsync(IdleInterval, cancellationToken);
        }

        return false;
    }

    private async Task<bool> PassesGateAsync(CancellationToken cancellationToken)
    {
        if (_wish.SkipsWaits)
        {
            return true;
        }

        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var gate = _gate.PassAsync(race.Token);
        var command = _wish.Commands.WaitToReadAsync(race.Token).AsTask();
        await Task.WhenAny(gate, command);
        var passed = gate.IsCompletedSuccessfully;
        await race.CancelAsync();
        await Task.WhenAll(gate, command).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!passed)
        {
            _wish.ObeyPending(isWaiting: true);
        }

        return passed;
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var end = await _run.RunAsync(_policy.Ready, cancellationToken);
        TimeSpan? restart = null;
        switch (end)
        {
            case null:
                _wish.GiveUp();
                break;
            case { Failure: null }:
                _wish.ObeyPending();
                _status.Stopped(end.Code);
                break;
            case { Outcome: RunOutcome.Exited, Code: 0 } when Resource is ExecutableResource:
                _wish.GiveUp();
                _status.Finished();
                break;
            default:
                restart = AfterCrash(end);
                break;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (restart is { } delay)
        {
            await _wish.ObeyNextAsync(delay, cancellationToken);
        }
    }

    private TimeSpan? AfterCrash(RunEnd end)
    {
        var restart = _policy.AfterCrash();
        if (restart is null)
        {
            _wish.GiveUp();
        }

        _status.Crashed(end.Failure!, end.Code, restart);
        return restart;
    }

    private void Obeyed(bool isWanted)
    {
        if (isWanted)
        {
            _policy.Reset();
        }
        else
        {
            _status.StoppedByUser();
        }
    }
}
