namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>A server that is watched.</summary>
/// <param name="Name">Unique, for people.</param>
/// <param name="Kind">Which API it speaks.</param>
/// <param name="Address">Base address.</param>
/// <param name="IsManaged">Whether it may be unloaded and restarted: it is the AppHost's, or the user said so.</param>
/// <param name="Resource">Its name in the AppHost, or null when it is not the AppHost's.</param>
/// <param name="ApiKey">Bearer token, or empty.</param>
/// <param name="MemoryLimit">Bytes that are too many by themselves, or null.</param>
internal sealed record ServerTarget(string Name, ServerKind Kind, Uri Address, bool IsManaged, string? Resource = null, string ApiKey = "", long? MemoryLimit = null)
{
    /// <summary>Loopback addresses are this machine; of others nothing but the API can be seen.</summary>
    public bool IsHere => Address.IsLoopback;
}
