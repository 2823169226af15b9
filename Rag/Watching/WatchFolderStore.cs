using Dapper;
using LocalAi.Rag.Documents;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.Rag.Watching;

/// <summary>Watched folders in Postgres.</summary>
internal sealed class WatchFolderStore(Database database)
{
    private const string Columns = "id, collection, path, tags, scanned_at, created_at";

    public async Task<List<WatchFolderRow>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<WatchFolderRow>(
            new CommandDefinition($"SELECT {Columns} FROM rag.watch_folders ORDER BY id LIMIT 1000", cancellationToken: cancellationToken));
        return rows.AsList();
    }

    /// <summary>The folder, new or as it was with other tags; null when there are <paramref name="most"/> already.</summary>
    public async Task<WatchFolderRow?> AddAsync(string collection, string path, IReadOnlyList<string> tags, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<WatchFolderRow>(new CommandDefinition(
            $"""
            INSERT INTO rag.watch_folders (collection, path, path_key, tags)
            SELECT @collection, @path, @key, @tags WHERE (SELECT count(*) FROM rag.watch_folders) < @most
            ON CONFLICT (collection, path_key) DO UPDATE SET tags = excluded.tags, scanned_at = NULL
            RETURNING {Columns}
            """,
            new { collection, path = StorableText.Of(path), key = DocumentKey.Of(path), tags = tags.ToArray(), most },
            cancellationToken: cancellationToken));
    }

    public async Task<bool> DeleteAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition("DELETE FROM rag.watch_folders WHERE id = @id", new { id }, cancellationToken: cancellationToken)) == 1;
    }

    public async Task ReportScanAsync(long id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE rag.watch_folders SET scanned_at = @at WHERE id = @id", new { id, at = at.UtcDateTime }, cancellationToken: cancellationToken));
    }
}
