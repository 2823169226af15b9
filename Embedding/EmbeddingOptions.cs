namespace LocalAi.Embedding;

/// <summary>Section <c>Embedding</c>.</summary>
internal sealed class EmbeddingOptions
{
    public const string Section = "Embedding";

    /// <summary>auto, lexical or upstream; auto takes the upstream when <see cref="Url"/> is set.</summary>
    public string Engine { get; set; } = "auto";

    /// <summary>Address of an OpenAI-compatible server, with or without <c>/v1</c> (llama.cpp <c>--embedding</c>, LM Studio, Ollama).</summary>
    public string Url { get; set; } = "";

    /// <summary>Model name sent to the server and stored with every vector; empty asks the server for its first model.</summary>
    public string Model { get; set; } = "";

    /// <summary>Bearer key for the server; empty sends none.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Put before a text that searches; null takes that of the model's family.</summary>
    public string? QueryPrefix { get; set; }

    /// <summary>Put before a text that is searched for; null takes that of the model's family.</summary>
    public string? PassagePrefix { get; set; }

    /// <summary>Tokens the model sees of a text; longer ones are cut and reported as truncated. 0 takes the family's; else 32 to 131072.</summary>
    public int MaxTokens { get; set; }

    /// <summary>Seconds until a batch must be answered; 1 to 600.</summary>
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>Further tries of a failed batch, with growing pauses; 0 to 5.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>Batches computed at the same time; 1 to 16.</summary>
    public int Parallelism { get; set; } = 2;

    /// <summary>Tokens of a batch, padding included; 256 to 1000000.</summary>
    public int MaxBatchTokens { get; set; } = 8192;

    /// <summary>Texts of a batch; 1 to 1024.</summary>
    public int MaxBatchTexts { get; set; } = 64;

    /// <summary>Milliseconds a batch waits for company; 0 to 100.</summary>
    public int BatchWindowMilliseconds { get; set; } = 3;

    /// <summary>Texts that may wait over all requests; more get 429. 1024 to 100000.</summary>
    public int QueueTexts { get; set; } = 8192;

    /// <summary>Memory for cached vectors in MB; 0 turns it off; 0 to 4096.</summary>
    public int CacheMegabytes { get; set; } = 96;

    /// <summary>Hours a vector stays in Redis; 1 to 8760.</summary>
    public int RedisHours { get; set; } = 720;

    public bool UsesUpstream => Engine.Equals("upstream", StringComparison.OrdinalIgnoreCase)
        || (Engine.Equals("auto", StringComparison.OrdinalIgnoreCase) && Url.Length > 0);
}
