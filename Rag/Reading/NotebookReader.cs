using System.Text;
using System.Text.Json;
using LocalAi.Rag.Chunking;
using LocalAi.Rag.Documents;

namespace LocalAi.Rag.Reading;

/// <summary>Jupyter notebooks: Markdown cells as they are, code cells fenced, text outputs short; each cell is a page.</summary>
internal sealed class NotebookReader : IDocumentReader
{
    private const int LongestOutput = 2000;

    public bool Reads(string type) => type is "ipynb";

    public Task<ReadDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken)
    {
        try
        {
            using var notebook = JsonDocument.Parse(TextDecoder.Decode(file.Content), new JsonDocumentOptions { MaxDepth = 64 });
            if (notebook.RootElement.ValueKind != JsonValueKind.Object
                || !notebook.RootElement.TryGetProperty("cells", out var cells) || cells.ValueKind != JsonValueKind.Array)
            {
                throw new UnreadableFileException(ProblemCodes.Broken, "The notebook has no cells (nbformat 4 is read).");
            }

            var language = Language(notebook.RootElement);
            var text = new StringBuilder();
            var pages = new List<int>();
            foreach (var cell in cells.EnumerateArray())
            {
                cancellationToken.ThrowIfCancellationRequested();
                pages.Add(text.Length);
                WriteCell(text, cell, language);
            }

            var written = text.ToString();
            return Task.FromResult(new ReadDocument(
                new SourceText(written, SourceKind.Markdown, null, pages.Count == 0 ? null : pages), MarkdownTitle.Of(written))
            {
                Lines = LineNumbers.None,
            });
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new UnreadableFileException(ProblemCodes.Broken, "The notebook is not valid JSON.");
        }
    }

    private static void WriteCell(StringBuilder text, JsonElement cell, string language)
    {
        if (cell.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var source = Joined(cell, "source");
        if (cell.TryGetProperty("cell_type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("code"))
        {
            text.Append("```").Append(language).Append('\n').Append(source.TrimEnd()).Append("\n```\n\n");
            WriteOutputs(text, cell);
        }
        else
        {
            text.Append(source.TrimEnd()).Append("\n\n");
        }
    }

    private static void WriteOutputs(StringBuilder text, JsonElement cell)
    {
        if (!cell.TryGetProperty("outputs", out var outputs) || outputs.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var output in outputs.EnumerateArray().Where(o => o.ValueKind == JsonValueKind.Object))
        {
            var written = Joined(output, "text");
            if (written.Length == 0 && output.TryGetProperty("data", out var bundle) && bundle.ValueKind == JsonValueKind.Object)
            {
                written = Joined(bundle, "text/plain");
            }

            if (written.Length > 0)
            {
                text.Append(written.AsSpan(0, Math.Min(written.Length, LongestOutput)).TrimEnd()).Append("\n\n");
            }
        }
    }

    /// <summary>nbformat stores text as a string or as a list of lines.</summary>
    private static string Joined(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.ValueKind == JsonValueKind.Array ? string.Concat(value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()))
        : "";

    private static string Language(JsonElement notebook) =>
        notebook.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("language_info", out var language) && language.ValueKind == JsonValueKind.Object
        && language.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()!
            : "python";
}
