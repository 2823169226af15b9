using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Programs;

/// <summary>A C# project: the assembly the AppHost's build made, on the runtime the host runs on, in the project's folder.</summary>
internal sealed class ProjectProgram(ProjectResource resource, ResourceValues values, HttpClient client, TelemetryTarget telemetry) : IProgram
{
    private readonly IProjectMetadata _metadata = resource.Annotations.OfType<ProjectAnnotation>().Single().Metadata;

    public Task<Presence> FindAsync(Action<string> say, CancellationToken cancellationToken) => Task.FromResult(Presence.Here);

    public async Task<LaunchPlan> PrepareAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var assembly = _metadata.AssemblyPath;
        if (assembly is null || !File.Exists(assembly))
        {
            throw new StartException($"{assembly ?? _metadata.ProjectPath} has not been built. Run 'dotnet build' on the AppHost project.");
        }

        var (variables, secrets) = await values.EnvironmentAsync(resource, cancellationToken);
        telemetry.AddTo(variables, secrets, resource.Name);
        var folder = Path.GetDirectoryName(_metadata.ProjectPath);
        return new LaunchPlan
        {
            File = FindProgram.DotNet(),
            Args = [assembly, .. await ResourceValues.ArgumentsAsync(resource, cancellationToken)],
            WorkingDirectory = Directory.Exists(folder) ? folder : Path.GetDirectoryName(assembly)!,
            Environment = variables,
            SecretVariables = secrets,
            Probe = ProbeOf.Endpoints(resource, client),
            IsDotNet = true,
        };
    }
}
