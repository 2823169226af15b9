using AngleSharp.Html.Parser;
using LocalAi.Rag.Chunking;
using LocalAi.Rag.Documents;

namespace LocalAi.Rag.Reading;

/// <summary>HTML as Markdown-like text (headings, lists, tables, code), each line with its line in the file. Scripts and styles are left out; nothing is fetched.</summary>
internal sealed class HtmlReader : IDocumentReader
{
    public bool Reads(string type) => type is "html" or "htm" or "xhtml";

    public async Task<ReadDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken)
    {
        var parser = new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true, IsScripting = false });
        var text = TextDecoder.Decode(file.Content);
        if (!HtmlShape.IsParsable(text))
        {
            throw new UnreadableFileException(ProblemCodes.Broken, $"The page nests elements deeper than {HtmlShape.MostDepth} or has a tag of more than {HtmlShape.LongestTag} characters.");
        }

        using var document = await parser.ParseDocumentAsync(text, cancellationToken);
        var writer = new HtmlTextWriter();
        if (document.Body is { } body)
        {
            writer.Write(body, cancellationToken);
        }

        var title = document.Title is { Length: > 0 } given ? given.Trim() : null;
        return new ReadDocument(new SourceText(writer.Text, SourceKind.Markdown), title) { Lines = LineNumbers.Mapped, LineMap = writer.Lines };
    }
}
