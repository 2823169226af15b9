namespace LocalAi.Rag.Chunking;

/// <summary>Section <c>Rag:Chunking</c>.</summary>
internal sealed class ChunkingOptions
{
    public const string Section = "Rag:Chunking";

    /// <summary>Size of a chunk in estimated tokens; 32 to 4096.</summary>
    public int Size { get; set; } = 320;

    /// <summary>Tokens repeated from the end of the chunk before it; 0 to half of <see cref="Size"/>.</summary>
    public int Overlap { get; set; } = 48;

    /// <summary>Most chunks one document may give; the rest of it is not indexed and reported. 1 to 1 000 000.</summary>
    public int MaxChunksPerDocument { get; set; } = 20_000;
}
