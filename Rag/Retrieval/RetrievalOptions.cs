namespace LocalAi.Rag.Retrieval;

/// <summary>Section <c>Rag:Retrieval</c>. The defaults are calibrated with <c>Benchmarks -- rag-quality</c>.</summary>
internal sealed class RetrievalOptions
{
    public const string Section = "Rag:Retrieval";

    /// <summary>Chunks of the first stage whose texts are read for the final ranking; 10 to 500.</summary>
    public int Candidates { get; set; } = 40;

    /// <summary>Characters of a question that are analysed; 100 to 100 000.</summary>
    public int MaxQueryCharacters { get; set; } = 10_000;

    /// <summary>Words of a question that are scored, in the order they stand; 8 to 256.</summary>
    public int MaxQueryTerms { get; set; } = 64;

    /// <summary>BM25 saturation of repeated terms; 0 to 5.</summary>
    public float K1 { get; set; } = 1.2f;

    /// <summary>BM25 length normalisation; 0 to 1.</summary>
    public float B { get; set; } = 0.75f;

    /// <summary>Weight of the word field; 0 to 10.</summary>
    public float WordWeight { get; set; } = 1f;

    /// <summary>Weight of the bigram field; 0 to 10.</summary>
    public float BigramWeight { get; set; } = 0.6f;

    /// <summary>How often a word of the title counts; 0 to 10.</summary>
    public int TitleBoost { get; set; } = 2;

    /// <summary>How often a word of the heading path counts; 0 to 10.</summary>
    public int HeadingBoost { get; set; } = 2;

    /// <summary>How often a word of the file path counts; 0 to 10.</summary>
    public int PathBoost { get; set; } = 1;

    /// <summary>Weight of words that only mean the same (glossary); 0 turns the glossary off; 0 to 1.</summary>
    public float SynonymWeight { get; set; } = 0.4f;

    /// <summary>Weight of words that are probably meant (typing errors, loanwords) when a word is unknown; 0 turns it off; 0 to 1.</summary>
    public float SimilarWeight { get; set; } = 0.6f;

    /// <summary>How the two arms are joined.</summary>
    public FusionMethod Fusion { get; set; } = FusionMethod.Normalized;

    /// <summary>Share of the dense arm when its model understands the question's language; 0 to 1.</summary>
    public float DenseWeight { get; set; } = 0.5f;

    /// <summary>Rank constant of reciprocal rank fusion; 1 to 1000.</summary>
    public int RankConstant { get; set; } = 60;

    /// <summary>Share of the final score that coverage decides; 0 to 1.</summary>
    public float CoverageWeight { get; set; } = 0.2f;

    /// <summary>Share of the final score that the closeness of the matched words decides; 0 to 1, with coverage at most 1.</summary>
    public float ProximityWeight { get; set; } = 0.05f;

    /// <summary>Similarity to a better hit (Jaccard of terms) above which a chunk counts as its repetition and falls; 0.1 to 1, 1 turns it off.</summary>
    public float RepetitionThreshold { get; set; } = 0.75f;

    /// <summary>Abstain when no chunk covers this share of the question; 0 never abstains; 0 to 1.</summary>
    public float AbstainCoverage { get; set; } = 0.48f;

    /// <summary>Extra words that mean each other, one group a line, comma-separated; at most 10 000 groups.</summary>
    public IList<string> Glossary { get; set; } = [];

    /// <summary>Rows above which a vector search may take a second thread; 1000 and more.</summary>
    public int ParallelRows { get; set; } = 50_000;
}
