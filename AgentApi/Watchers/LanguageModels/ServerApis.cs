namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>The API of each kind.</summary>
internal sealed class ServerApis(IEnumerable<IServerApi> apis)
{
    private readonly Dictionary<ServerKind, IServerApi> _apis = apis.ToDictionary(a => a.Kind);

    public IServerApi this[ServerKind kind] => _apis[kind];

    /// <summary>What the server says; down, with the reason, when it says nothing.</summary>
    public async Task<ServerState> AskAsync(ServerTarget server, CancellationToken cancellationToken)
    {
        try
        {
            return await this[server.Kind].AskAsync(server, cancellationToken);
        }
        catch (Exception silent) when (silent is HttpRequestException or TimeoutException)
        {
            return ServerState.Down(silent.Message);
        }
    }
}
