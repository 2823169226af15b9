using LocalAi.Text.Korean;
using LocalAi.Text.Vectors;

namespace LocalAi.Rag.Retrieval.Fusion;

/// <summary>
/// How much the dense arm may decide, by the question's script and the model's language. An English-only model is noise for Korean
/// (bge-small-en on MIRACL-ko: nDCG@10 0.065; multilingual-e5-small: 0.620).
/// </summary>
internal static class DenseTrust
{
    /// <summary>Share of Hangul among the letters from which a question counts as Korean.</summary>
    private const float KoreanShare = 0.3f;

    private static readonly string[] Multilingual =
    [
        "multilingual", "bge-m3", "qwen3-embedding", "embeddinggemma", "embedding-gemma", "arctic-embed-l-v2", "arctic-embed-m-v2",
        "nomic-embed-text-v2", "kure", "-ko", "ko-", "korean", "labse", "text-embedding-3", "gemini-embedding", "solar-embedding", "jina-embeddings-v3",
        "jina-embeddings-v4", "granite-embedding-107m", "granite-embedding-278m",
    ];

    private static readonly string[] English =
    [
        "-en", "_en", "all-minilm", "nomic-embed-text", "mxbai-embed", "gte-small", "gte-base", "gte-large", "arctic-embed", "e5-small-v2", "e5-base-v2",
        "e5-large-v2", "english", "text-embedding-ada",
    ];

    public static ModelLanguage LanguageOf(string? model)
    {
        if (string.IsNullOrEmpty(model)) return ModelLanguage.Multilingual;
        if (model.Contains(HashedVector.ModelName, StringComparison.OrdinalIgnoreCase)) return ModelLanguage.Spelling;
        if (Array.Exists(Multilingual, part => model.Contains(part, StringComparison.OrdinalIgnoreCase))) return ModelLanguage.Multilingual;
        return Array.Exists(English, part => model.Contains(part, StringComparison.OrdinalIgnoreCase)) ? ModelLanguage.English : ModelLanguage.Multilingual;
    }

    /// <summary>The dense arm's share, 0 to <paramref name="weight"/>.</summary>
    public static float Weight(string question, string? model, float weight) => LanguageOf(model) switch
    {
        ModelLanguage.Spelling => 0,
        ModelLanguage.English when Hangul.Share(question) >= KoreanShare => 0,
        _ => weight,
    };

    /// <summary>
    /// Cosine from which a hit speaks for itself when the words do not match. Contrastive models of the e5 family keep everything above 0.7.
    /// </summary>
    public static float Confident(string? model) => model?.Contains("e5", StringComparison.OrdinalIgnoreCase) == true ? 0.86f : 0.62f;
}
