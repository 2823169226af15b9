namespace LocalAi.Rag.Chunking;

/// <summary>Which kind and language a file is, by its name.</summary>
internal static class SourceKinds
{
    private static readonly (string Language, string Extensions)[] Sources =
    [
        ("csharp", ".cs"),
        ("typescript", ".ts .tsx .mts .cts"),
        ("javascript", ".js .jsx .mjs .cjs"),
        ("python", ".py .pyi"),
        ("java", ".java .kt"),
        ("go", ".go"),
        ("rust", ".rs"),
        ("sql", ".sql"),
    ];

    private static readonly Dictionary<string, string> Languages = Sources
        .SelectMany(source => source.Extensions.Split(' '), (source, extension) => (source.Language, extension))
        .ToDictionary(pair => pair.extension, pair => pair.Language, StringComparer.OrdinalIgnoreCase);

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
