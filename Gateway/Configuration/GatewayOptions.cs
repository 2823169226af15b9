namespace LocalAi.Gateway.Configuration;

/// <summary>Section <c>Gateway</c>. Everything but <see cref="MaxBodyBytes"/> takes effect while the gateway runs.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>The servers by name. The defaults stay and can be overridden value by value.</summary>
    public Dictionary<string, UpstreamOptions> Upstreams { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["llm"] = new() { Provider = "inference", Endpoint = "http://127.0.0.1:8001" },
        ["lmstudio"] = new() { Provider = "lmstudio", Endpoint = "http://127.0.0.1:1234", AskFirst = true },
        ["ollama"] = new() { Provider = "ollama", Endpoint = "http://127.0.0.1:11434", AskFirst = true },
        ["gemini"] = new() { Provider = "gemini", Endpoint = "https://generativelanguage.googleapis.com" },
        ["embedding"] = new() { Provider = "embedding", Endpoint = "http://127.0.0.1:8003", Slots = 16, PoolSize = 16 },
    };

    /// <summary>Public model → upstreams in the order they are tried. A model that is not named keeps its default route.</summary>
    public Dictionary<string, List<CandidateOptions>> Models { get; } = new(StringComparer.Ordinal);

    /// <summary>Prompts may be sent to providers that are not on this network. Default: no.</summary>
    public bool AllowCloud { get; set; }

    /// <summary>Largest request body in bytes. Default 10 MiB. Needs a restart.</summary>
    public int MaxBodyBytes { get; set; } = 10 << 20;

    /// <summary>Most bytes of request bodies held at the same time. Default 256 MiB.</summary>
    public long MaxBodyBytesInFlight { get; set; } = 256 << 20;

    /// <summary>Largest <c>n</c>. Default 8.</summary>
    public int MaxChoices { get; set; } = 8;

    /// <summary>Largest <c>max_tokens</c>. Default 131072.</summary>
    public int MaxTokens { get; set; } = 131_072;

    /// <summary>Models loaded after start.</summary>
    public List<string> Prewarm { get; } = [];

    public KeepLoadedOptions KeepLoaded { get; } = new();

    public LimitOptions Limits { get; } = new();

    public CacheOptions Cache { get; } = new();

    public UsageOptions Usage { get; } = new();

    /// <summary>Access log lines per second; more are counted in one line. 0: none. Default 50.</summary>
    public int AccessLogPerSecond { get; set; } = 50;
}
