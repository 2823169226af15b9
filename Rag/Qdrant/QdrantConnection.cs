using System.Data.Common;

namespace LocalAi.Rag.Qdrant;

/// <summary>Reads the connection string Aspire gives: <c>Endpoint=URL;Key=KEY</c>.</summary>
internal static class QdrantConnection
{
    public static void Apply(QdrantOptions options, string? connectionString)
    {
        if (options.Url.Length > 0 || string.IsNullOrWhiteSpace(connectionString))
        {
            return;
        }

        if (!connectionString.Contains('=', StringComparison.Ordinal))
        {
            options.Url = connectionString;
            return;
        }

        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        options.Url = parts.TryGetValue("Endpoint", out var endpoint) ? (string)endpoint : connectionString;
        options.ApiKey = parts.TryGetValue("Key", out var key) ? (string)key : options.ApiKey;
    }
}
