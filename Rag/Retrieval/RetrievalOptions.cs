namespace LocalAi.Rag.Retrieval;

/// <summary>Section <c>Rag:Retrieval</c>.</summary>
internal sealed class RetrievalOptions
{
    public const string Section = "Rag:Retrieval";

    /// <summary>Chunks of the first stage whose texts are read for the final ranking; 10 to 500.</summary>
    public int Candidates { get; set; } = 40;

    /// <summary>Characters of a question that are analysed; 100 to 100 000.</summary>
    public int MaxQueryCharacters { get; set; } = 10_000;

    /// <summary>Distinct words of a question that are scored, rarest first; 8 to 256.</summary>
    public int MaxQueryTerms { get; set; } = 64;
}
