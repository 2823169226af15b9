using LocalAi.Hosting.Processes;

namespace LocalAi.Hosting.Programs;

/// <summary>A program of this machine; absent when it is not installed.</summary>
internal sealed class ExecutableProgram(ExecutableResource resource, ResourceValues values, HttpClient client, TelemetryTarget telemetry) : IProgram
{
    public Task<Presence> FindAsync(Action<string> say, CancellationToken cancellationToken) =>
        Task.FromResult(FindProgram.OnPath(resource.Command) is null ? Presence.Absent($"'{resource.Command}' is not installed (not on PATH).") : Presence.Here);

    public async Task<LaunchPlan> PrepareAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var (variables, secrets) = await values.EnvironmentAsync(resource, cancellationToken);
        if (resource.Annotations.OfType<OtlpExporterAnnotation>().Any())
        {
            telemetry.AddTo(variables, secrets, resource.Name);
        }

        return new LaunchPlan
        {
            File = FindProgram.OnPath(resource.Command) ?? resource.Command,
            Args = await ResourceValues.ArgumentsAsync(resource, cancellationToken),
            WorkingDirectory = resource.WorkingDirectory,
            Environment = variables,
            SecretVariables = secrets,
            Probe = ProbeOf.Endpoints(resource, client),
        };
    }
}
