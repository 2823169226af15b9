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
        var levels = HeadingLevels(document.MainDocumentPart);
        if (document.MainDocumentPart?.Document?.Body is { } body)
        {
            foreach (var element in body.ChildElements)
            {
                cancellationToken.ThrowIfCancellationRequested();
                WriteBlock(text, element, levels);
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

    private static void WriteBlock(StringBuilder text, OpenXmlElement element, Dictionary<string, int> levels)
    {
        switch (element)
        {
            case Paragraph paragraph:
                WriteParagraph(text, paragraph, levels);
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
                    WriteBlock(text, inner, levels);
                }

                break;
        }
    }

    private static void WriteParagraph(StringBuilder text, Paragraph paragraph, Dictionary<string, int> levels)
    {
        var written = TextOf(paragraph).Trim();
        if (written.Length == 0)
        {
            return;
        }

        var style = paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value ?? "";
        var level = paragraph.ParagraphProperties?.OutlineLevel?.Val?.Value is { } outline and < 6 ? outline + 1
            : levels.TryGetValue(style, out var named) ? named
            : HeadingLevel(style);
        text.Append(level > 0 ? new string('#', level) + " " : paragraph.ParagraphProperties?.NumberingProperties is not null ? "- " : "");
        text.Append(written).Append(paragraph.ParagraphProperties?.NumberingProperties is null ? "\n\n" : "\n");
    }

    /// <summary>Levels of the styles that are headings. Word writes their ids in its user's language or as bare numbers; their names stay English.</summary>
    private static Dictionary<string, int> HeadingLevels(MainDocumentPart? document)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var style in document?.StyleDefinitionsPart?.Styles?.Elements<Style>() ?? [])
        {
            if (style.StyleId?.Value is { } id)
            {
                levels[id] = HeadingLevel(style.StyleName?.Val?.Value ?? id);
            }
        }

        return levels;
    }

    /// <summary>1 to 6; 0 for what is no heading.</summary>
    private static int HeadingLevel(string style)
    {
        var name = style.Replace(" ", "", StringComparison.Ordinal);
        return name.Equals("title", StringComparison.OrdinalIgnoreCase) ? 1
            : name.StartsWith("heading", StringComparison.OrdinalIgnoreCase) && name.Length > 7 && name[7] is >= '1' and <= '9' ? Math.Min(name[7] - '0', 6)
            : 0;
    }

    /// <summary>A text box stands twice in the file: as it is, and as a picture for old programs.</summary>
    private static string TextOf(Paragraph paragraph)
    {
        var text = new StringBuilder();
        foreach (var element in paragraph.Descendants().Where(e => !e.Ancestors<AlternateContentFallback>().Any()))
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
