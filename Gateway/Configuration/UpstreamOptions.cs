namespace LocalAi.Gateway.Configuration;

/// <summary>One server that runs models: <c>Gateway:Upstreams:{name}</c>.</summary>
internal sealed class UpstreamOptions
{
    /// <summary>inference, llama.cpp, lmstudio, ollama, openai (any compatible server), embedding or gemini.</summary>
    public string Provider { get; set; } = "openai";

    /// <summary>Address without <c>/v1</c>.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>Sent as bearer token. Cloud providers are off until it is set.</summary>
    public string Key { get; set; } = "";

    public bool Enabled { get; set; } = true;

    /// <summary>Ask by GET whether it is there before it is given a request. For servers that are often not running.</summary>
    public bool AskFirst { get; set; }

    /// <summary>Connections kept to it. Default 5.</summary>
    public int PoolSize { get; set; } = 5;

    /// <summary>Requests at the same time; 0: what the server says, else <see cref="PoolSize"/>.</summary>
    public int Slots { get; set; }

    /// <summary>Requests that may wait for a slot; more are refused with 429. Default 64.</summary>
    public int QueueLength { get; set; } = 64;

    /// <summary>Longest wait for a slot. Default 2 min.</summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Until a connection is made. Default 2 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Until the first byte, when the server does not say what it is doing. Default 30 s.</summary>
    public TimeSpan FirstByteTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Until the first token of a stream from a model that is loaded; a longer prompt is given more (<see cref="PromptAllowance"/>). Default 10 s.</summary>
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Added to <see cref="FirstTokenTimeout"/> per KiB of prompt beyond the first 8 KiB. Default 200 ms: 1,250 tokens/s.</summary>
    public TimeSpan PromptAllowance { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a model may load before the next upstream is tried. Default 5 min.</summary>
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A whole answer that is not streamed; zero: no limit. Default 10 min.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A whole stream; zero (default): no limit.</summary>
    public TimeSpan StreamTimeout { get; set; }

    /// <summary>Longest silence inside an answer. Default 60 s.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Further attempts on refused or reset connections, 429, 502, 503, 504. Default 2.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>Before the first retry; doubles, with jitter. Default 200 ms.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest Retry-After that is waited for; a longer one goes to the next upstream. Default 5 s.</summary>
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts in <see cref="BreakerWindow"/> of which half must fail to open the breaker. Default 3.</summary>
    public int BreakerThreshold { get; set; } = 3;

    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open breaker keeps requests away before one may try. Default 10 s.</summary>
    public TimeSpan BreakerDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After this an idle model is unloaded: LM Studio and Ollama are told, Inference has its own setting. Default 15 min.</summary>
    public TimeSpan IdleUnload { get; set; } = TimeSpan.FromMinutes(15);
}
