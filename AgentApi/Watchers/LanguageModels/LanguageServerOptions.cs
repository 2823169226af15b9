namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>One server to watch.</summary>
public sealed class LanguageServerOptions
{
    /// <summary>Name in findings and on the page.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>lmstudio</c>, <c>llama</c> (llama-server, its router, or LocalAi's Inference) or <c>ollama</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Base address, for example <c>http://127.0.0.1:1234</c>.</summary>
    public string Url { get; set; } = "";

    /// <summary>True: its idle models may be unloaded and it may be restarted.</summary>
    public bool Manage { get; set; }

    /// <summary>Sent as a bearer token, when the server asks for one.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Resident memory in megabytes that is too much by itself. Default: what the machine has left.</summary>
    public long? MemoryLimitMb { get; set; }
}
