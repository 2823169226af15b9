using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using LocalAi.Rag.Chunking;
using Drawing = DocumentFormat.OpenXml.Drawing;

namespace LocalAi.Rag.Reading;

/// <summary>PPTX: slide by slide in the order of the show, titles as headings, tables row by row, then the notes; each slide is a page.</summary>
internal sealed class SlidesReader : IDocumentReader
{
    public bool Reads(string type) => type is "pptx" or "pptm";

    public Task<ReadDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken) =>
        Task.FromResult(OfficePackage.Open(file, (stream, settings) => Read(stream, settings, cancellationToken), cancellationToken));

    private static ReadDocument Read(MemoryStream stream, OpenSettings settings, CancellationToken cancellationToken)
    {
        using var document = PresentationDocument.Open(stream, isEditable: false, settings);
        var text = new StringBuilder();
        var pages = new List<int>();
        foreach (var slideId in document.PresentationPart?.Presentation?.SlideIdList?.Elements<SlideId>() ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            pages.Add(text.Length);
            if (slideId.RelationshipId?.Value is { } id && document.PresentationPart!.GetPartById(id) is SlidePart part)
            {
                WriteSlide(text, part);
            }
        }

        var title = document.PackageProperties.Title is { Length: > 0 } given ? given : MarkdownTitle.Of(text.ToString());
        return new ReadDocument(new SourceText(text.ToString(), SourceKind.Markdown, null, pages.Count == 0 ? null : pages), title) { Lines = LineNumbers.None };
    }

    private static void WriteSlide(StringBuilder text, SlidePart part)
    {
        foreach (var shape in part.Slide?.Descendants<Shape>() ?? [])
        {
            var placeholder = shape.NonVisualShapeProperties?.ApplicationNonVisualDrawingProperties?.PlaceholderShape?.Type?.Value;
            var isTitle = placeholder is PlaceholderValues.Title or PlaceholderValues.CenteredTitle;
            foreach (var paragraph in shape.Descendants<Drawing.Paragraph>())
            {
                if (TextOf(paragraph) is { Length: > 0 } line)
                {
                    text.Append(isTitle ? "## " : "").Append(line).Append('\n');
                }
            }

            text.Append('\n');
        }

        foreach (var row in part.Slide?.Descendants<Drawing.TableRow>() ?? [])
        {
            text.AppendJoin(" | ", row.Elements<Drawing.TableCell>().Select(c => string.Join(' ', c.Descendants<Drawing.Paragraph>().Select(TextOf)))).Append('\n');
        }

        foreach (var paragraph in part.NotesSlidePart?.NotesSlide?.Descendants<Drawing.Paragraph>() ?? [])
        {
            if (TextOf(paragraph) is { Length: > 3 } note)
            {
                text.Append(note).Append('\n');
            }
        }

        text.Append('\n');
    }

    private static string TextOf(Drawing.Paragraph paragraph) => string.Concat(paragraph.Descendants<Drawing.Text>().Select(t => t.Text)).Trim();
}
