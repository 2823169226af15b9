using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using LocalAi.Rag.Chunking;

namespace LocalAi.Rag.Reading;

/// <summary>DOCX: headings as Markdown headings, paragraphs, lists, tables row by row, foot- and endnotes at the end. Deleted text of tracked changes is left out.</summary>
internal sealed class WordReader : IDocumentReader
{
    public bool Reads(string type) => type is "docx" or "docm";

    public Task<ReadDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken) =>
        Task.FromResult(OfficePackage.Open(file, (stream, settings) => Read(stream, settings, cancellationToken), cancellationToken));

    private static ReadDocument Read(MemoryStream stream, OpenSettings settings, CancellationToken cancellationToken)
    {
        using var document = WordprocessingDocument.Open(stream, isEditable: false, settings);
        var text = new StringBuilder();
        if (document.MainDocumentPart?.Document?.Body is { } body)
        {
            foreach (var element in body.ChildElements)
            {
                cancellationToken.ThrowIfCancellationRequested();
                WriteBlock(text, element);
            }
        }

        foreach (var note in document.MainDocumentPart?.FootnotesPart?.Footnotes?.Elements<Footnote>() ?? [])
        {
            WriteLine(text, note.InnerText);
        }

        foreach (var note in document.MainDocumentPart?.EndnotesPart?.Endnotes?.Elements<Endnote>() ?? [])
        {
            WriteLine(text, note.InnerText);
        }

        var title = document.PackageProperties.Title is { Length: > 0 } given ? given : MarkdownTitle.Of(text.ToString());
        return new ReadDocument(new SourceText(text.ToString(), SourceKind.Markdown), title) { Lines = LineNumbers.None };
    }

    private static void WriteBlock(StringBuilder text, OpenXmlElement element)
    {
        switch (element)
        {
            case Paragraph paragraph:
                WriteParagraph(text, paragraph);
                break;
            case Table table:
                foreach (var row in table.Elements<TableRow>())
                {
                    WriteLine(text, string.Join(" | ", row.Elements<TableCell>().Select(cell => string.Join(' ', cell.Descendants<Paragraph>().Select(TextOf)))));
                }

                text.Append('\n');
                break;
            case SdtBlock block:
                foreach (var inner in block.SdtContentBlock?.ChildElements.ToList() ?? [])
                {
                    WriteBlock(text, inner);
                }

                break;
        }
    }

    private static void WriteParagraph(StringBuilder text, Paragraph paragraph)
    {
        var written = TextOf(paragraph).Trim();
        if (written.Length == 0)
        {
            return;
        }

        var style = paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value ?? "";
        var level = paragraph.ParagraphProperties?.OutlineLevel?.Val?.Value is { } outline and < 6 ? outline + 1
            : style.StartsWith("Heading", StringComparison.OrdinalIgnoreCase) && style.Length > 7 && char.IsAsciiDigit(style[7]) ? Math.Min(style[7] - '0', 6)
            : style is "Title" ? 1
            : 0;
        text.Append(level > 0 ? new string('#', level) + " " : paragraph.ParagraphProperties?.NumberingProperties is not null ? "- " : "");
        text.Append(written).Append(paragraph.ParagraphProperties?.NumberingProperties is null ? "\n\n" : "\n");
    }

    private static string TextOf(Paragraph paragraph)
    {
        var text = new StringBuilder();
        foreach (var element in paragraph.Descendants())
        {
            switch (element)
            {
                case DocumentFormat.OpenXml.Wordprocessing.Text run:
                    text.Append(run.Text);
                    break;
                case TabChar:
                    text.Append('\t');
                    break;
                case Break or CarriageReturn:
                    text.Append('\n');
                    break;
            }
        }

        return text.ToString();
    }

    private static void WriteLine(StringBuilder text, string line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            text.Append(line.Trim()).Append('\n');
        }
    }
}
