using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using LocalAi.Rag.Chunking;

namespace LocalAi.Rag.Reading;

/// <summary>
/// XLSX: row by row, each cell with the header of its column (the sheet's first row with text), so that a row says what it means on its own.
/// Each sheet is a page, line numbers are row numbers. Read as a stream: a large sheet is never held as a tree.
/// </summary>
internal sealed class SpreadsheetReader : IDocumentReader
{
    private const int MostColumns = 256;

    /// <summary>Rows a sheet can have (ECMA-376).</summary>
    private const uint MostRows = 1 << 20;

    public bool Reads(string type) => type is "xlsx" or "xlsm";

    public Task<ReadDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken) =>
        Task.FromResult(OfficePackage.Open(file, (stream, settings) => Read(stream, settings, cancellationToken), cancellationToken));

    private static ReadDocument Read(MemoryStream stream, OpenSettings settings, CancellationToken cancellationToken)
    {
        using var document = SpreadsheetDocument.Open(stream, isEditable: false, settings);
        var workbook = document.WorkbookPart;
        var shared = workbook?.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().Select(i => i.InnerText).ToList() ?? [];
        var dates = DateStyles(workbook);
        var text = new StringBuilder();
        var pages = new List<int>();
        var rows = new List<int>();
        foreach (var sheet in workbook?.Workbook?.Sheets?.Elements<Sheet>() ?? [])
        {
            pages.Add(text.Length);
            if (sheet.Id?.Value is { } id && workbook!.GetPartById(id) is WorksheetPart part)
            {
                text.Append("# ").Append(sheet.Name?.Value ?? "Sheet").Append('\n');
                rows.Add(1);
                WriteSheet(text, rows, part, shared, dates, cancellationToken);
                text.Append('\n');
                rows.Add(1);
            }
        }

        return new ReadDocument(new SourceText(text.ToString(), SourceKind.Plain, null, pages.Count == 0 ? null : pages), Title(document))
        {
            Lines = LineNumbers.Mapped,
            LineMap = rows,
        };
    }

    private static string? Title(SpreadsheetDocument document) => document.PackageProperties.Title is { Length: > 0 } given ? given : null;

    private static void WriteSheet(
        StringBuilder text, List<int> rows, WorksheetPart part, List<string> shared, HashSet<uint> dates, CancellationToken cancellationToken)
    {
        using var reader = OpenXmlReader.Create(part);
        Dictionary<int, string>? header = null;
        var number = 0;
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var row = (Row)reader.LoadCurrentElement()!;
            number = row.RowIndex?.Value is { } index and > 0 and <= MostRows ? (int)index : number + 1;
            var cells = Cells(row, shared, dates);
            if (cells.Count == 0)
            {
                continue;
            }

            text.AppendJoin(" | ", cells.Select(c => header is not null && header.TryGetValue(c.Key, out var name) ? $"{name}: {c.Value}" : c.Value)).Append('\n');
            rows.Add(number);
            header ??= cells.Values.All(v => !double.TryParse(v, NumberStyles.Any, CultureInfo.InvariantCulture, out _)) ? cells : [];
        }
    }

    private static Dictionary<int, string> Cells(Row row, List<string> shared, HashSet<uint> dates)
    {
        var cells = new Dictionary<int, string>();
        var column = -1;
        foreach (var cell in row.Elements<Cell>())
        {
            column = cell.CellReference?.Value is { } reference ? Column(reference) : column + 1;
            var value = Value(cell, shared, dates).ReplaceLineEndings(" ").Trim();
            if (value.Length > 0 && column < MostColumns)
            {
                cells[column] = value;
            }
        }

        return cells;
    }

    private static string Value(Cell cell, List<string> shared, HashSet<uint> dates)
    {
        var raw = cell.CellValue?.Text ?? "";
        if (cell.DataType?.Value is { } type)
        {
            return type switch
            {
                CellValues.SharedString => int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < shared.Count ? shared[i] : "",
                CellValues.InlineString => cell.InlineString?.InnerText ?? "",
                CellValues.Boolean => raw == "1" ? "TRUE" : "FALSE",
                _ => raw,
            };
        }

        if (cell.StyleIndex?.Value is { } style && dates.Contains(style)
            && double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) && days is > 0 and < 2_958_466)
        {
            var time = DateTime.FromOADate(days);
            return time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        }

        return raw;
    }

    /// <summary>Cell formats that show a number as a date: built in 14 to 22 and 45 to 47 (ECMA-376 part 1, 18.8.30), or with year, month and day letters.</summary>
    private static HashSet<uint> DateStyles(WorkbookPart? workbook)
    {
        var sheet = workbook?.WorkbookStylesPart?.Stylesheet;
        var custom = sheet?.NumberingFormats?.Elements<NumberingFormat>()
            .Where(f => f.FormatCode?.Value is { } code && code.Contains('y', StringComparison.OrdinalIgnoreCase) && code.Contains('d', StringComparison.OrdinalIgnoreCase))
            .Select(f => f.NumberFormatId?.Value ?? 0)
            .ToHashSet() ?? [];
        var dates = new HashSet<uint>();
        uint index = 0;
        foreach (var format in sheet?.CellFormats?.Elements<CellFormat>() ?? [])
        {
            if (format.NumberFormatId?.Value is { } id && (id is (>= 14 and <= 22) or (>= 45 and <= 47) || custom.Contains(id)))
            {
                dates.Add(index);
            }

            index++;
        }

        return dates;
    }

    private static int Column(string reference)
    {
        var column = 0;
        foreach (var c in reference)
        {
            if (!char.IsAsciiLetterUpper(c) || column > MostColumns)
            {
                break;
            }

            column = (column * 26) + (c - 'A' + 1);
        }

        return column - 1;
    }
}
