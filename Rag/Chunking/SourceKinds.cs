namespace LocalAi.Rag.Chunking;

/// <summary>Which kind and language a file is, by its name.</summary>
internal static class SourceKinds
{
    private static readonly Dictionary<string, string> Languages = new(StringComparer.OrdinalIgnoreCase)
    {
        [".cs"] = "csharp", [".ts"] = "typescript", [".tsx"] = "typescript", [".mts"] = "typescript", [".cts"] = "typescript",
        [".js"] = "javascript", [".jsx"] = "javascript", [".mjs"] = "javascript", [".cjs"] = "javascript",
        [".py"] = "python", [".pyi"] = "python", [".java"] = "java", [".kt"] = "java", [".go"] = "go", [".rs"] = "rust", [".sql"] = "sql",
    };

    /// <summary>Kind by extension; unknown extensions are plain text.</summary>
    public static (SourceKind Kind, string? Language) Of(string path)
    {
        var extension = Path.GetExtension(path);
        if (Languages.TryGetValue(extension, out var language)) return (SourceKind.Code, language);
        return extension.ToUpperInvariant() switch
        {
            ".MD" or ".MARKDOWN" or ".MDX" => (SourceKind.Markdown, null),
            ".CSV" or ".TSV" => (SourceKind.Table, null),
            _ => (SourceKind.Plain, null),
        };
    }
}
