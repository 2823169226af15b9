using LocalAi.Hosting.Programs;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Engine;

/// <summary>Picks how each kind of resource runs on this machine.</summary>
internal sealed class ProgramFactory(
    DataFolder folder, EngineOptions options, string appHostDirectory, ResourceValues values, HttpClient client, TelemetryTarget telemetry, InstallCommand install,
    Task settled)
{
    /// <summary>Null for a resource that is no process.</summary>
    public IProgram? Create(IResource resource) => resource switch
    {
        ProjectResource project => new ProjectProgram(project, values, client, telemetry),
        PostgresServerResource postgres => new PostgresProgram(postgres, folder, options.PostgresBinaries, install),
        RedisResource redis => new RedisProgram(redis, folder),
        QdrantServerResource qdrant => new QdrantProgram(qdrant, folder, values, client),
        ContainerResource container => new ContainerProgram(container, appHostDirectory, client, install, settled),
        ExecutableResource executable => new ExecutableProgram(executable, values, client, telemetry),
        _ => null,
    };
}
