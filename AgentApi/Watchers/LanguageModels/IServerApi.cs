namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>One kind of server.</summary>
internal interface IServerApi
{
    ServerKind Kind { get; }

    /// <summary>Asks how it is, by calls that neither wake a model nor count as use of one.</summary>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    Task<ServerState> AskAsync(ServerTarget server, CancellationToken cancellationToken);

    /// <summary>Takes a model out of memory. Null when it is out, else why not.</summary>
    Task<string?> UnloadAsync(ServerTarget server, LoadedModel model, CancellationToken cancellationToken);
}
