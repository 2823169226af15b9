namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>What a server says about itself.</summary>
/// <param name="Status">ok, loading, sleeping or down.</param>
/// <param name="Models">What is in memory.</param>
/// <param name="IsGenerating">Whether a request is open; null where the server's API does not tell without waking something.</param>
/// <param name="Detail">Why it is down.</param>
internal sealed record ServerState(string Status, IReadOnlyList<LoadedModel> Models, bool? IsGenerating, string? Detail = null)
{
    public bool IsDown => Status == "down";

    public static ServerState Down(string why) => new("down", [], null, why);
}
