namespace LocalAi.Rag.Qdrant;

/// <summary>Section <c>Rag:Qdrant</c>. Without <see cref="Url"/> the address comes from <c>ConnectionStrings:qdrant_http</c> (<c>Endpoint=URL;Key=KEY</c>); without both there is no Qdrant.</summary>
internal sealed class QdrantOptions
{
    public const string Section = "Rag:Qdrant";

    /// <summary>Address of the REST API, for example <c>http://127.0.0.1:6333</c>; empty: see above.</summary>
    public string Url { get; set; } = "";

    public string ApiKey { get; set; } = "";

    /// <summary>Longest wait for a search in milliseconds; after it the in-process index answers. 50 to 60 000.</summary>
    public int SearchTimeoutMilliseconds { get; set; } = 1000;

    /// <summary>Longest wait for a write in seconds; 1 to 600.</summary>
    public int WriteTimeoutSeconds { get; set; } = 30;

    /// <summary>Points per write; 1 to 10 000.</summary>
    public int BatchSize { get; set; } = 256;

    /// <summary>Seconds between attempts to come back into step; 1 to 3600.</summary>
    public int CheckSeconds { get; set; } = 15;
}
