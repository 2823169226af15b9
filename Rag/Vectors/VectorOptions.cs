namespace LocalAi.Rag.Vectors;

/// <summary>Section <c>Rag:Vectors</c>.</summary>
internal sealed class VectorOptions
{
    public const string Section = "Rag:Vectors";

    /// <summary>False: collections are searched by words only.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Whether vectors of the built-in lexical engine are stored too. It hashes the same words that BM25 weighs better, so fusing it gains nothing
    /// (see README); true is for trying the vector path without a model.
    /// </summary>
    public bool UseLexicalEngine { get; set; }

    /// <summary>Texts per call of the embedding service; 1 to 1024.</summary>
    public int BatchSize { get; set; } = 64;

    /// <summary>Longest wait for one batch in seconds; 1 to 3600.</summary>
    public int TimeoutSeconds { get; set; } = 120;

    /// <summary>Longest wait for the vector of a question in milliseconds; after it, the search goes by words. 50 to 60 000.</summary>
    public int QueryTimeoutMilliseconds { get; set; } = 2000;

    /// <summary>Seconds between looks for texts without vectors and for another model; 1 to 3600.</summary>
    public int CheckSeconds { get; set; } = 15;
}
