namespace LocalAi.Embedding.Engines;

/// <summary>What a family of models wants in front of a text, and how much it reads. From the models' cards.</summary>
/// <param name="QueryPrefix">Before a text that searches.</param>
/// <param name="PassagePrefix">Before a text that is searched for.</param>
/// <param name="MaxTokens">Length of its window.</param>
internal sealed record ModelFamily(string QueryPrefix, string PassagePrefix, int MaxTokens)
{
    private const string Retrieval = "Given a web search query, retrieve relevant passages that answer the query";

    private static readonly ModelFamily Plain = new("", "", 512);

    private static readonly (string Part, ModelFamily Family)[] Families =
    [
        ("e5-mistral", new ModelFamily($"Instruct: {Retrieval}\nQuery: ", "", 4096)),
        ("e5", new ModelFamily("query: ", "passage: ", 512)),
        ("bge-m3", new ModelFamily("", "", 8192)),
        ("bge-", new ModelFamily("Represent this sentence for searching relevant passages: ", "", 512)),
        ("nomic-embed", new ModelFamily("search_query: ", "search_document: ", 2048)),
        ("qwen3-embedding", new ModelFamily($"Instruct: {Retrieval}\nQuery:", "", 8192)),
        ("embeddinggemma", new ModelFamily("task: search result | query: ", "title: none | text: ", 2048)),
        ("embedding-gemma", new ModelFamily("task: search result | query: ", "title: none | text: ", 2048)),
        ("arctic-embed", new ModelFamily("query: ", "", 512)),
        ("mxbai-embed", new ModelFamily("Represent this sentence for searching relevant passages: ", "", 512)),
        ("jina-embeddings-v2", new ModelFamily("", "", 8192)),
        ("text-embedding-", new ModelFamily("", "", 8191)),
    ];

    /// <summary>The family by a part of the model's name; unknown models get no prefix and 512 tokens.</summary>
    public static ModelFamily Of(string model)
    {
        foreach (var (part, family) in Families)
        {
            if (model.Contains(part, StringComparison.OrdinalIgnoreCase)) return family;
        }
        return Plain;
    }
}
