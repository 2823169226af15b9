using LocalAi.Hosting.Processes;

namespace LocalAi.Hosting.Programs;

/// <summary>A container whose work a program of this machine does, as AppHost declared with RunsAs.</summary>
internal sealed class ContainerProgram(ContainerResource resource, string appHostDirectory, HttpClient client, InstallCommand install, Task settled) : IProgram
{
    private readonly List<NativeProgram> _candidates = [.. resource.Annotations.OfType<NativeProgramAnnotation>().Select(a => a.Program)];
    private NativeProgram? _chosen;

    public async Task<Presence> FindAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var reason = "It runs only as a container: build with LocalAiHosting=aspire.";
        foreach (var candidate in _candidates)
        {
            if (FindProgram.OnPath(candidate.Command) is null)
            {
                reason = $"{string.Join(" or ", _candidates.Select(c => $"'{c.Command}'"))} is not installed (not on PATH).";
                continue;
            }

            if (candidate.Install is { } needed && !needed.IsDone())
            {
                if (install.Refusal(needed) is { } refusal)
                {
                    return Presence.Absent(refusal);
                }

                // Everything that is needed comes first; an installation takes the CPU from it.
                say("to be installed when everything else has started");
                await settled.WaitAsync(cancellationToken);
                if (await install.RunAsync(needed, say, cancellationToken) is { } failure)
                {
                    return Presence.Absent(failure);
                }
            }

            if (candidate.Missing() is { } missing)
            {
                return Presence.Idle(missing);
            }

            _chosen = candidate;
            return Presence.Here;
        }

        return Presence.Absent(reason);
    }

    public async Task<LaunchPlan> PrepareAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var program = _chosen ?? throw new InvalidOperationException("Prepared before it was found.");
        var (variables, secrets) = await ResourceValues.EvaluateAsync(program.Environment, cancellationToken);
        return new LaunchPlan
        {
            File = FindProgram.OnPath(program.Command) ?? program.Command,
            Args = await ResourceValues.TextsAsync(program.Args, cancellationToken),
            WorkingDirectory = program.WorkingDirectory ?? appHostDirectory,
            Environment = variables,
            SecretVariables = secrets,
            Probe = ProbeOf.Endpoints(resource, client),
        };
    }
}
