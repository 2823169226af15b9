using LocalAi.Rag.Chunking;

namespace LocalAi.Rag.Reading;

/// <summary>Everything that is text already: Markdown, plain text, source code, CSV, configuration, logs.</summary>
internal sealed class PlainTextReader : IDocumentReader
{
    public bool Reads(string type) => type is "md" or "markdown" or "txt" or "csv" or "tsv";

    public Task<ReadDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken)
    {
        var text = TextDecoder.Decode(file.Content);
        var (kind, language) = SourceKinds.Of(file.Name);
        return Task.FromResult(new ReadDocument(new SourceText(text, kind, language), kind == SourceKind.Markdown ? MarkdownTitle.Of(text) : null));
    }
}
