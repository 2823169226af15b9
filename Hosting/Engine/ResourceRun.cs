using System.Threading.Channels;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Programs;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Engine;

/// <summary>Runs a resource's process once, from its plan to the end of the last process it started.</summary>
internal sealed class ResourceRun(IResource resource, IProgram program, ResourceConsole console, ResourceStatus status, RunnerContext context, ChannelReader<string> commands)
{
    private const int LinesOfFailure = 20;

    /// <summary>The running process, for sampling.</summary>
    public IChildProcess? Child { get; private set; }

    /// <summary>Returns how it ended; null when it could not be started, which has been said.</summary>
    /// <param name="ready">Told when it is ready.</param>
    /// <param name="cancellationToken">Ends the process in the orderly way.</param>
    public async Task<RunEnd?> RunAsync(Action ready, CancellationToken cancellationToken)
    {
        var began = context.Time.GetTimestamp();
        var firstLine = console.LastNumber;
        status.Starting(began);
        LaunchPlan plan;
        IChildProcess child;
        try
        {
            plan = await program.PrepareAsync(status.Say, cancellationToken);
            CheckPorts();
            var limits = resource.Annotations.OfType<ResourceLimitsAnnotation>().LastOrDefault();
            child = await context.Processes.StartAsync(resource.Name, plan, limits, console.Write, cancellationToken);
        }
        catch (Exception failure) when (failure is StartException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            status.CouldNotStart(failure.Message);
            return null;
        }

        using (child)
        {
            Child = child;
            status.Started(child.Id, plan);
            var watch = new ProcessWatch(child, plan.Probe, context, commands);
            var outcome = await WatchAsync(watch, began, ready, cancellationToken);
            var code = await EndAsync(child, plan, outcome);
            Child = null;
            var failure = outcome == RunOutcome.Told ? null : ResourceFailure.Describe(resource, child, plan, code, watch.Reason, console.Tail(LinesOfFailure, firstLine));
            return new RunEnd(outcome, code, failure);
        }
    }

    private async Task<RunOutcome> WatchAsync(ProcessWatch watch, long began, Action ready, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await watch.UntilReadyAsync(began, cancellationToken);
            if (outcome != RunOutcome.Ready)
            {
                return outcome;
            }

            ready();
            status.Ready(began);
            return await watch.UntilOverAsync(status.Health, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return RunOutcome.Told;
        }
    }

    // The port was free when it was chosen; somebody may have taken it since.
    private void CheckPorts()
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (endpoint.AllocatedPort is { } port && resource is not ExecutableResource && !PortHolder.IsFree(port))
            {
                throw new StartException($"Port {port} is taken by {PortHolder.Describe(port)}. Stop it, or choose another port for {resource.Name}.");
            }
        }
    }

    private async Task<int> EndAsync(IChildProcess child, LaunchPlan plan, RunOutcome outcome)
    {
        if (outcome != RunOutcome.Exited)
        {
            status.Stopping();
            child.Signal(plan.StopSignal);
            try
            {
                await child.Exited.WaitAsync(context.Options.StopTimeout, context.Time, context.KillNow);
            }
            catch (TimeoutException)
            {
                status.Killed($"did not end within {context.Options.StopTimeout.TotalSeconds:0} s");
            }
            catch (OperationCanceledException)
            {
                status.Killed("was not waited for");
            }
        }

        await child.KillAllAsync();
        return await child.Exited;
    }
}
