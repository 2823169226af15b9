using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Wordprocessing;
using Drawing = DocumentFormat.OpenXml.Drawing;

namespace LocalAi.Tests.Rag.Support;

/// <summary>Writes small real documents, and hostile ones.</summary>
internal sealed class SampleDocuments(string folder)
{
    public static bool HasPdfToText
    {
        get
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo("pdftotext", ["-v"]) { RedirectStandardError = true });
                process!.WaitForExit();
                return true;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }

    public void Word(string name, params (string? Style, string Text)[] paragraphs)
    {
        using var document = WordprocessingDocument.Create(Path.Combine(folder, name), WordprocessingDocumentType.Document);
        document.AddMainDocumentPart().Document = new Document(new Body(paragraphs.Select(p => new Paragraph(
            new ParagraphProperties(p.Style is null ? [] : [new ParagraphStyleId { Val = p.Style }]), new DocumentFormat.OpenXml.Wordprocessing.Run(new DocumentFormat.OpenXml.Wordprocessing.Text(p.Text))))));
    }

    /// <summary>As Word writes it in other languages: ids that say nothing, English names.</summary>
    public void WordWithStyles(string name, (string Id, string Name)[] styles, params (string? Style, string Text)[] paragraphs)
    {
        Word(name, paragraphs);
        using var document = WordprocessingDocument.Open(Path.Combine(folder, name), isEditable: true);
        document.MainDocumentPart!.AddNewPart<StyleDefinitionsPart>().Styles =
            new Styles(styles.Select(s => new Style { StyleId = s.Id, Type = StyleValues.Paragraph, StyleName = new StyleName { Val = s.Name } }));
    }

    public void Sheet(string name, string sheet, params string[][] rows)
    {
        using var document = SpreadsheetDocument.Create(Path.Combine(folder, name), SpreadsheetDocumentType.Workbook);
        var workbook = document.AddWorkbookPart();
        var part = workbook.AddNewPart<WorksheetPart>();
        part.Worksheet = new Worksheet(new SheetData(rows.Select(row => new Row(row.Select(cell =>
            new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(cell)) })))));
        workbook.Workbook = new Workbook(new Sheets(new Sheet { Name = sheet, SheetId = 1, Id = workbook.GetIdOfPart(part) }));
    }

    public void Slides(string name, params string[][] slides)
    {
        using var document = PresentationDocument.Create(Path.Combine(folder, name), PresentationDocumentType.Presentation);
        var presentation = document.AddPresentationPart();
        presentation.Presentation = new Presentation(new SlideIdList());
        uint id = 256;
        foreach (var lines in slides)
        {
            var part = presentation.AddNewPart<SlidePart>();
            part.Slide = new Slide(new CommonSlideData(new ShapeTree(lines.Select(line => new DocumentFormat.OpenXml.Presentation.Shape(
                new DocumentFormat.OpenXml.Presentation.TextBody(new Drawing.BodyProperties(), new Drawing.Paragraph(new Drawing.Run(new Drawing.Text(line)))))))));
            presentation.Presentation.SlideIdList!.Append(new SlideId { Id = id++, RelationshipId = presentation.GetIdOfPart(part) });
        }
    }

    /// <summary>A PDF with one line of text a page (ISO 32000-1, 7.5).</summary>
    public void Pdf(string name, params string[] pages) => Pdf(name, isEncrypted: false, pages);

    /// <param name="name">File name.</param>
    /// <param name="isEncrypted">Whether a password is needed that nobody knows (standard handler, revision 2).</param>
    /// <param name="pages">One line of text each.</param>
    public void Pdf(string name, bool isEncrypted, params string[] pages)
    {
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        Add("<< /Type /Catalog /Pages 2 0 R >>");
        Add($"<< /Type /Pages /Kids [{string.Join(' ', pages.Select((_, i) => $"{4 + (i * 2)} 0 R"))}] /Count {pages.Length} >>");
        Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        for (var i = 0; i < pages.Length; i++)
        {
            var content = $"BT /F1 12 Tf 72 720 Td ({pages[i]}) Tj ET";
            Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + (i * 2)} 0 R >>");
            Add($"<< /Length {content.Length} >>\nstream\n{content}\nendstream");
        }

        var encryption = "";
        if (isEncrypted)
        {
            Add($"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{new string('4', 64)}> /U <{new string('2', 64)}> >>");
            var id = new string('7', 32);
            encryption = $" /Encrypt {offsets.Count} 0 R /ID [<{id}><{id}>]";
        }

        var start = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            pdf.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        }

        pdf.Append(CultureInfo.InvariantCulture, $"trailer << /Size {offsets.Count + 1} /Root 1 0 R{encryption} >>\nstartxref\n{start}\n%%EOF\n");
        File.WriteAllText(Path.Combine(folder, name), pdf.ToString(), Encoding.ASCII);

        void Add(string body)
        {
            offsets.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n{body}\nendobj\n");
        }
    }

    /// <summary>300 MB of spaces in 300 KB.</summary>
    public void ZipBomb(string name)
    {
        using var archive = ZipFile.Open(Path.Combine(folder, name), ZipArchiveMode.Create);
        using var part = archive.CreateEntry("word/document.xml", CompressionLevel.SmallestSize).Open();
        var spaces = new byte[1 << 20];
        Array.Fill(spaces, (byte)' ');
        for (var i = 0; i < 300; i++)
        {
            part.Write(spaces);
        }
    }

    /// <summary>"Billion laughs" inside an otherwise right DOCX.</summary>
    public void EntityBomb(string name)
    {
        Word(name, (null, "harmless"));
        using var archive = ZipFile.Open(Path.Combine(folder, name), ZipArchiveMode.Update);
        archive.GetEntry("word/document.xml")!.Delete();
        using var part = new StreamWriter(archive.CreateEntry("word/document.xml").Open());
        part.Write("<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"ha\">");
        for (var i = 0; i < 20; i++)
        {
            part.Write($"<!ENTITY {(char)('b' + i)} \"{string.Concat(Enumerable.Repeat($"&{(char)('a' + i)};", 10))}\">");
        }

        part.Write("]><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>&u;</w:t></w:r></w:p></w:body></w:document>");
    }
}
