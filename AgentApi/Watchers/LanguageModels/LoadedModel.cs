namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <param name="Id">What the server calls the loaded instance.</param>
/// <param name="Context">Tokens of its context, where the server tells.</param>
internal sealed record LoadedModel(string Id, int? Context = null)
{
    /// <summary>The instance with its context: another context is another memory need.</summary>
    public string Key => Context is { } tokens ? $"{Id}@{tokens}" : Id;
}
