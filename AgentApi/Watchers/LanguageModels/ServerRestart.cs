using LocalAi.AgentApi.Watchers.Resources;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>Restarts a server by whoever started it: the AppHost's by its host, LM Studio by lms. Others are never ended.</summary>
internal sealed class ServerRestart(HostRunFile file, HostApi api, LmsCommand lms)
{
    /// <summary>Null when it was restarted, else why not.</summary>
    public async Task<string?> RestartAsync(ServerTarget server, CancellationToken cancellationToken)
    {
        if (server.Resource is { } resource)
        {
            return file.Read() is { Dashboard: not null } host ? await api.RestartAsync(host, resource, cancellationToken) : "The host's API is not there.";
        }

        return server.Kind != ServerKind.LmStudio ? "Nobody here can start it again."
            : await lms.BusyAsync(server, cancellationToken) ?? await lms.RestartAsync(server, cancellationToken);
    }

    public static bool CanRestart(ServerTarget server) => server.Resource is not null || server.Kind == ServerKind.LmStudio;

    /// <summary>What a person does.</summary>
    public static string ByHand(ServerTarget server) => server switch
    {
        { Resource: { } resource } => $"Restart '{resource}' in the dashboard.",
        { Kind: ServerKind.LmStudio } => "lms server stop; lms server start",
        { Kind: ServerKind.Ollama } => "systemctl restart ollama",
        _ => "End it and start it again.",
    };
}
