using LocalAi.Rag.Documents;

namespace LocalAi.Rag.Reading;

/// <summary>Finds the reader of a file and checks what it gave.</summary>
internal sealed class DocumentReaders(IEnumerable<IDocumentReader> readers, PlainTextReader plain)
{
    /// <summary>Counts up whenever a reader gives other text for the same file, so that files are read again.</summary>
    public const int Version = 2;

    /// <summary>Most characters one document may have: 50 MB of text, or what a small file claims to unpack to.</summary>
    public const int MostCharacters = 64_000_000;

    private readonly IDocumentReader[] _readers = [.. readers];

    /// <exception cref="UnreadableFileException">The file gives no text.</exception>
    public async Task<ReadDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken)
    {
        if (file.Content.Length == 0)
        {
            throw new UnreadableFileException(ProblemCodes.Empty, "The file is empty.");
        }

        IDocumentReader reader = Array.Find(_readers, r => r.Reads(file.Type)) ?? plain;
        var document = await reader.ReadAsync(file, cancellationToken);
        if (document.Source.Text.Length > MostCharacters)
        {
            throw new UnreadableFileException(ProblemCodes.TooMuchText, $"The file has more than {MostCharacters:N0} characters of text.");
        }

        return document with { Source = document.Source with { Text = StorableText.Of(document.Source.Text) } };
    }
}
