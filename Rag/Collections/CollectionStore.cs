using Dapper;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Documents;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.Rag.Collections;

/// <summary>Collections in Postgres.</summary>
internal sealed class CollectionStore(Database database, ChangeOrigin origin)
{
    private const string Columns = """
        SELECT c.id, c.name, c.description, c.created_at,
               c.model_id, m.engine AS model_engine, m.model AS model, m.dim AS model_dim,
               c.next_model_id, n.engine AS next_engine, n.model AS next_model, n.dim AS next_dim
        FROM rag.collections c
        LEFT JOIN rag.embedding_models m ON m.id = c.model_id
        LEFT JOIN rag.embedding_models n ON n.id = c.next_model_id
        """;

    public async Task<CollectionRow?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<CollectionRow>(
            new CommandDefinition(Columns + " WHERE c.name = @name", new { name }, cancellationToken: cancellationToken));
    }

    public async Task<CollectionRow?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<CollectionRow>(
            new CommandDefinition(Columns + " WHERE c.id = @id", new { id }, cancellationToken: cancellationToken));
    }

    /// <summary>Up to <paramref name="limit"/> collections by name, after <paramref name="after"/>.</summary>
    public async Task<List<CollectionRow>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<CollectionRow>(
            new CommandDefinition(Columns + " WHERE c.name > @after ORDER BY c.name LIMIT @limit", new { after = after ?? "", limit }, cancellationToken: cancellationToken));
        return rows.AsList();
    }

    /// <summary>The collection, made when it is not there.</summary>
    public async Task<CollectionRow> EnsureAsync(string name, CancellationToken cancellationToken)
    {
        await TryCreateAsync(name, "", cancellationToken);
        return await FindAsync(name, cancellationToken) ?? throw new InvalidOperationException($"Collection {name} was deleted while it was being made.");
    }

    /// <returns>False when a collection of that name exists.</returns>
    public async Task<bool> TryCreateAsync(string name, string description, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO rag.collections (name, description) VALUES (@name, @description) ON CONFLICT (name) DO NOTHING",
            new { name, description },
            cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>Deletes the collection with all that belongs to it, open jobs and watch folders too.</summary>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            DELETE FROM rag.watch_folders WHERE collection = @name;
            UPDATE rag.jobs SET cancel_requested = true WHERE collection = @name AND state = 'running';
            UPDATE rag.jobs SET state = 'cancelled', finished_at = now() WHERE collection = @name AND state = 'queued';
            """,
            new { name },
            transaction,
            cancellationToken: cancellationToken));
        var deleted = await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM rag.collections WHERE name = @name", new { name }, transaction, commandTimeout: 300, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_notify('rag_changes', @origin || ' 0 0')", new { origin = origin.Id }, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return deleted == 1;
    }

    public async Task<CollectionCounts> CountAsync(CollectionRow row, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<CollectionCounts>(new CommandDefinition(
            """
            SELECT (SELECT count(*) FROM rag.documents WHERE collection_id = @Id AND state = 'indexed') AS documents,
                   (SELECT count(*) FROM rag.documents WHERE collection_id = @Id AND state = 'unreadable') AS unreadable,
                   (SELECT count(*) FROM rag.chunks WHERE collection_id = @Id) AS chunks,
                   CASE WHEN @ModelId IS NULL THEN 0 ELSE
                   (SELECT count(*) FROM rag.chunks k WHERE k.collection_id = @Id
                      AND EXISTS (SELECT 1 FROM rag.embeddings e WHERE e.model_id = @ModelId AND e.hash = k.hash)) END AS vectors
            """,
            new { row.Id, row.ModelId },
            cancellationToken: cancellationToken));
    }

    public async Task<long> CountChunksAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<long>(
            new CommandDefinition("SELECT count(*) FROM rag.chunks WHERE collection_id = @id", new { id }, cancellationToken: cancellationToken));
    }

    public static EmbeddingIdentity? Identity(string? engine, string? model, int? dim) =>
        engine is null || model is null || dim is null ? null : new EmbeddingIdentity(engine, model, dim.Value);
}
