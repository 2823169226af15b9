namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>The kinds by the names people and programs give them.</summary>
internal static class ServerKinds
{
    public static ServerKind? Parse(string name) => name.ToLowerInvariant() switch
    {
        "lmstudio" => ServerKind.LmStudio,
        "llama" => ServerKind.Llama,
        "ollama" => ServerKind.Ollama,
        _ => null,
    };

    public static string Word(this ServerKind kind) => kind switch
    {
        ServerKind.LmStudio => "lmstudio",
        ServerKind.Ollama => "ollama",
        _ => "llama",
    };

    /// <summary>The kind of the program a process runs, or null when it is no language model server.</summary>
    public static ServerKind? OfProgram(string? executable)
    {
        var name = Path.GetFileNameWithoutExtension(executable ?? "").Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return name.ToLowerInvariant() switch
        {
            "llamaserver" => ServerKind.Llama,
            "ollama" => ServerKind.Ollama,
            "lmstudio" or "llmster" => ServerKind.LmStudio,
            _ => null,
        };
    }
}
