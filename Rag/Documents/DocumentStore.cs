using Dapper;
using LocalAi.Contracts.Rag;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.Rag.Documents;

/// <summary>Reads and deletes documents in Postgres.</summary>
internal sealed class DocumentStore(Database database, ChangeOrigin origin)
{
    private const string Columns = """
        SELECT d.id, c.name AS collection, d.uri, d.path, d.title, d.type, d.state, d.code, d.reason, d.bytes, d.modified_ticks, d.chunk_count, d.tags, d.indexed_at
        FROM rag.documents d JOIN rag.collections c ON c.id = d.collection_id
        """;

    public async Task<Dictionary<Guid, KnownDocument>> FindKnownAsync(long collectionId, Guid[] keys, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<KnownDocument>(new CommandDefinition(
            """
            SELECT id, uri_key, title, bytes, modified_ticks, sha256, recipe, state, code, reason, tags, created_by_job, indexed_by_job
            FROM rag.documents WHERE collection_id = @collectionId AND uri_key = ANY(@keys)
            """,
            new { collectionId, keys },
            cancellationToken: cancellationToken));
        return rows.ToDictionary(r => r.UriKey);
    }

    /// <summary>Notes a file's new time when its content is what is stored.</summary>
    public async Task TouchAsync(long id, long bytes, long modifiedTicks, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE rag.documents SET bytes = @bytes, modified_ticks = @modifiedTicks WHERE id = @id",
            new { id, bytes, modifiedTicks },
            cancellationToken: cancellationToken));
    }

    /// <summary>Documents at or under a path, by id, after <paramref name="after"/>.</summary>
    public async Task<List<DocumentPlace>> ListUnderAsync(long collectionId, string root, long after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var folder = root.EndsWith('/') ? root : root + "/";
        var rows = await connection.QueryAsync<DocumentPlace>(new CommandDefinition(
            """
            SELECT id, uri FROM rag.documents
            WHERE collection_id = @collectionId AND id > @after AND (uri = @root OR starts_with(uri, @folder)) ORDER BY id LIMIT @limit
            """,
            new { collectionId, after, root, folder, limit },
            cancellationToken: cancellationToken));
        return rows.AsList();
    }

    /// <returns>The ids that were there.</returns>
    public async Task<long[]> DeleteAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var gone = await connection.QueryAsync<long>(new CommandDefinition(
            """
            WITH gone AS (DELETE FROM rag.documents WHERE id = ANY(@ids) RETURNING id, collection_id),
                 told AS (SELECT pg_notify('rag_changes', @origin || ' ' || collection_id || ' ' || id) FROM gone)
            SELECT id FROM gone, (SELECT count(*) FROM told) AS all_told
            """,
            new { ids = ids.ToArray(), origin = origin.Id },
            cancellationToken: cancellationToken));
        return [.. gone];
    }

    public async Task<DocumentRow?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<DocumentRow>(
            new CommandDefinition(Columns + " WHERE d.id = @id", new { id }, cancellationToken: cancellationToken));
    }

    public async Task<List<DocumentRow>> ListAsync(string collection, string? state, long after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<DocumentRow>(new CommandDefinition(
            Columns + " WHERE c.name = @collection AND d.id > @after AND (@state::text IS NULL OR d.state = @state) ORDER BY d.id LIMIT @limit",
            new { collection, state, after, limit },
            cancellationToken: cancellationToken));
        return rows.AsList();
    }

    public async Task<List<DocumentChunk>> ListChunksAsync(long documentId, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<DocumentChunk>(new CommandDefinition(
            "SELECT id, position, text, heading, page, line_start, line_end, tokens FROM rag.chunks WHERE document_id = @documentId ORDER BY position LIMIT @limit",
            new { documentId, limit },
            cancellationToken: cancellationToken));
        return rows.AsList();
    }
}
