using System.Globalization;
using LocalAi.Hosting.Probes;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Programs;

/// <summary>qdrant of this machine, configured by its own environment variables.</summary>
internal sealed class QdrantProgram(QdrantServerResource resource, DataFolder folder, ResourceValues values, HttpClient client) : IProgram
{
    public Task<Presence> FindAsync(Action<string> say, CancellationToken cancellationToken) =>
        Task.FromResult(FindProgram.OnPath("qdrant") is null
            ? Presence.Absent("qdrant is not installed (not on PATH); the exact in-process index is used, with the same results. Its releases are on Qdrant's project page.")
            : Presence.Here);

    public async Task<LaunchPlan> PrepareAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var (variables, secrets) = await values.EnvironmentAsync(resource, cancellationToken);
        var work = Path.Combine(folder.Root, resource.Name);
        DataFolder.CreateOwnerOnly(work);
        variables["QDRANT__SERVICE__HOST"] = "127.0.0.1";
        variables["QDRANT__SERVICE__HTTP_PORT"] = resource.HttpEndpoint.Port.ToString(CultureInfo.InvariantCulture);
        variables["QDRANT__SERVICE__GRPC_PORT"] = resource.PrimaryEndpoint.Port.ToString(CultureInfo.InvariantCulture);
        variables["QDRANT__STORAGE__STORAGE_PATH"] = Path.Combine(work, "storage");
        variables["QDRANT__STORAGE__SNAPSHOTS_PATH"] = Path.Combine(work, "snapshots");
        variables["QDRANT__TELEMETRY_DISABLED"] = "true";
        return new LaunchPlan
        {
            File = FindProgram.OnPath("qdrant") ?? "qdrant",
            WorkingDirectory = work,
            Environment = variables,
            SecretVariables = secrets,
            Probe = new HttpProbe(client, new Uri($"http://127.0.0.1:{resource.HttpEndpoint.Port}/readyz"), liveness: null, status: 200),
        };
    }
}
