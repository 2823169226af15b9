namespace LocalAi.Embedding;

/// <summary>Limits of one request. 1024 texts of 8000 Korean characters are 49 MB when a client escapes them, hence the body limit.</summary>
internal static class EmbeddingLimits
{
    public const int MaxTexts = 1024;
    public const int MaxCharacters = 8000;
    public const long MaxRequestBytes = 64L << 20;
}
