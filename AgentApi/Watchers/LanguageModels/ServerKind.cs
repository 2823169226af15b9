namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>Which API a server speaks.</summary>
internal enum ServerKind
{
    LmStudio,

    /// <summary>llama-server alone, its router, or LocalAi's Inference, which answers in the same shapes.</summary>
    Llama,

    Ollama,
}
