namespace LocalAi.Rag.Documents;

/// <summary>Names of documents: an absolute path, or <c>doc:</c> and the id the caller gave.</summary>
internal static class DocumentUri
{
    private const string Inline = "doc:";

    public static string OfInline(string id) => Inline + id;

    /// <summary>The file, or null for a document that came with a request.</summary>
    public static string? FileOf(string uri) => uri.StartsWith(Inline, StringComparison.Ordinal) ? null : uri;
}
