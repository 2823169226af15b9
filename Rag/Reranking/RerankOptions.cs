namespace LocalAi.Rag.Reranking;

/// <summary>Section <c>Rag:Reranker</c>. Off as long as <see cref="Url"/> is empty: a cross-encoder costs seconds on a CPU.</summary>
internal sealed class RerankOptions
{
    public const string Section = "Rag:Reranker";

    /// <summary>
    /// A server with <c>/v1/rerank</c>, for example llama.cpp started with <c>--reranking</c>: <c>http://127.0.0.1:8090</c>. An address that ends in
    /// <c>/rerank</c> is used as it is (Jina, Cohere). Empty: off.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>Sent as a bearer token; empty: none.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Model named in the request; empty: the server's own.</summary>
    public string Model { get; set; } = "";

    /// <summary>Chunks that are sent, best first; the order of the others stays. 2 to 100.</summary>
    public int Candidates { get; set; } = 20;

    /// <summary>Characters of a chunk that are sent; 100 to 20 000.</summary>
    public int MaxCharacters { get; set; } = 2000;

    /// <summary>Longest wait in milliseconds; after it the order of the search stands. 50 to 60 000.</summary>
    public int TimeoutMilliseconds { get; set; } = 3000;

    /// <summary>Seconds a server that failed is left alone; 0 to 600.</summary>
    public int RestSeconds { get; set; } = 15;
}
