using System.Text.Json;
using LocalAi.Rag.Chunking;

namespace LocalAi.Rag.Reading;

/// <summary>JSON as it stands; on one line it is written out, so that a chunk is more than a slice of it. What does not parse is text like any other.</summary>
internal sealed class JsonReader : IDocumentReader
{
    private const int LongLine = 400;
    private const int IndentSize = 2;
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool Reads(string type) => type is "json";

    public Task<ReadDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken)
    {
        var text = TextDecoder.Decode(file.Content);
        var lines = text.AsSpan().Count('\n') + 1;
        var written = text.Length / lines > LongLine ? TryWriteOut(text) : null;
        return Task.FromResult(written is null
            ? new ReadDocument(new SourceText(text, SourceKind.Plain))
            : new ReadDocument(new SourceText(written, SourceKind.Plain)) { Lines = LineNumbers.None });
    }

    private static string? TryWriteOut(string text)
    {
        try
        {
            if (!FitsWrittenOut(text))
            {
                return null;
            }

            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 64, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, Indented))
            {
                document.WriteTo(writer);
            }

            return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Each value on a line of its own, indented by its depth: small values in deep lists would grow a hundredfold.</summary>
    private static bool FitsWrittenOut(string text)
    {
        long depth = 0, added = 0;
        foreach (var c in text)
        {
            depth += c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0;
            added += c is '[' or '{' or ']' or '}' or ',' ? (Math.Max(depth, 0) * IndentSize) + 1 : 0;
        }

        return text.Length + added <= DocumentReaders.MostCharacters;
    }
}
