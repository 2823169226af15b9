using LocalAi.Rag.Chunking;
using LocalAi.Rag.Documents;
using LocalAi.Rag.Reading;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Ingest;

/// <summary>A file's bytes to its title and chunks.</summary>
internal sealed class DocumentCutter(DocumentReaders readers, IChunker chunker, IOptions<ChunkingOptions> options)
{
    private const int LongestTitle = 512;

    /// <summary>Names the readers and settings that made a document's chunks; with another one they are made again.</summary>
    public string Recipe { get; } = string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{DocumentReaders.Version}/{options.Value.Size}/{options.Value.Overlap}/{options.Value.MaxChunksPerDocument}");

    /// <summary>Chunks after which the rest of a document is left out.</summary>
    public int MostChunks => options.Value.MaxChunksPerDocument;

    /// <exception cref="UnreadableFileException">The file gives no text.</exception>
    public async Task<(string Title, IReadOnlyList<Chunk> Chunks)> CutAsync(SourceFile file, CancellationToken cancellationToken)
    {
        var document = await readers.ReadAsync(file, cancellationToken);
        var chunks = chunker.Cut(document.Source, cancellationToken);
        if (chunks.Count == 0)
        {
            throw new UnreadableFileException(ProblemCodes.Empty, "The file has no letters or digits.");
        }

        var title = StorableText.Of(document.Title ?? file.Name).Trim();
        return (title[..Math.Min(title.Length, LongestTitle)], document.Lines switch
        {
            LineNumbers.None => [.. chunks.Select(c => c with { LineStart = 0, LineEnd = 0 })],
            LineNumbers.Mapped => [.. chunks.Select(c => c with { LineStart = Map(document, c.LineStart), LineEnd = Map(document, c.LineEnd) })],
            _ => chunks,
        });
    }

    private static int Map(ReadDocument document, int line) =>
        document.LineMap is { Count: > 0 } map ? map[Math.Clamp(line - 1, 0, map.Count - 1)] : 0;
}
