using System.Runtime.InteropServices;
using Dapper;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Indexes;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.Rag.Vectors;

/// <summary>Vectors in Postgres: one per model and text, shared by all collections.</summary>
internal sealed class EmbeddingStore(Database database)
{
    /// <summary>The model's row, made when it is new.</summary>
    public async Task<int> EnsureModelAsync(EmbeddingIdentity model, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<int>(new CommandDefinition(
            """
            INSERT INTO rag.embedding_models (engine, model, dim) VALUES (@Engine, @Model, @Dim)
            ON CONFLICT (engine, model, dim) DO UPDATE SET dim = excluded.dim RETURNING id
            """,
            model,
            cancellationToken: cancellationToken));
    }

    /// <summary>Sets which model the collection has, or is being embedded with, unless it has changed meanwhile.</summary>
    public async Task SetModelAsync(long collectionId, int? modelId, int? nextModelId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE rag.collections SET model_id = @modelId, next_model_id = @nextModelId WHERE id = @collectionId",
            new { collectionId, modelId, nextModelId },
            cancellationToken: cancellationToken));
    }

    /// <summary>Texts of a collection that have no vector of this model, by chunk id after <paramref name="after"/>.</summary>
    public async Task<List<TextWithoutVector>> ListMissingAsync(long collectionId, int modelId, long after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<TextWithoutVector>(new CommandDefinition(
            """
            SELECT k.id, k.hash, k.heading, k.text FROM rag.chunks k
            WHERE k.collection_id = @collectionId AND k.id > @after
              AND NOT EXISTS (SELECT 1 FROM rag.embeddings e WHERE e.model_id = @modelId AND e.hash = k.hash)
            ORDER BY k.id LIMIT @limit
            """,
            new { collectionId, modelId, after, limit },
            commandTimeout: 120,
            cancellationToken: cancellationToken));
        return rows.AsList();
    }

    public async Task<long> CountMissingAsync(long collectionId, int modelId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<long>(new CommandDefinition(
            """
            SELECT count(*) FROM rag.chunks k WHERE k.collection_id = @collectionId
              AND NOT EXISTS (SELECT 1 FROM rag.embeddings e WHERE e.model_id = @modelId AND e.hash = k.hash)
            """,
            new { collectionId, modelId },
            commandTimeout: 120,
            cancellationToken: cancellationToken));
    }

    /// <summary>Stores vectors and returns every chunk, of any collection with this model, that they belong to.</summary>
    public async Task<List<ChunkOfVector>> StoreAsync(int modelId, IReadOnlyList<byte[]> hashes, IReadOnlyList<float[]> vectors, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using (var insert = new NpgsqlCommand(
            "INSERT INTO rag.embeddings (model_id, hash, vector) SELECT $1, * FROM unnest($2, $3) ON CONFLICT DO NOTHING", connection))
        {
            insert.Parameters.Add(new() { Value = modelId });
            insert.Parameters.Add(new() { Value = hashes.ToArray() });
            insert.Parameters.Add(new() { Value = vectors.Select(v => MemoryMarshal.AsBytes(v.AsSpan()).ToArray()).ToArray() });
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        var rows = await connection.QueryAsync<ChunkOfVector>(new CommandDefinition(
            """
            SELECT k.id, k.collection_id, k.document_id, k.hash FROM rag.chunks k JOIN rag.collections c ON c.id = k.collection_id
            WHERE k.hash = ANY(@hashes) AND @modelId IN (c.model_id, c.next_model_id)
            """,
            new { hashes = hashes.ToArray(), modelId },
            cancellationToken: cancellationToken));
        return rows.AsList();
    }

    /// <summary>Vectors by hash (lower-case hex), those that are there.</summary>
    public async Task<Dictionary<string, float[]>> FindAsync(int modelId, byte[][] hashes, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT hash, vector FROM rag.embeddings WHERE model_id = $1 AND hash = ANY($2)", connection)
        {
            Parameters = { new() { Value = modelId }, new() { Value = hashes } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<string, float[]>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            found[Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(0))] = IndexReader.ToFloats(reader.GetFieldValue<byte[]>(1));
        }

        return found;
    }

    public async Task<int> DimensionAsync(int modelId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<int>(
            new CommandDefinition("SELECT dim FROM rag.embedding_models WHERE id = @modelId", new { modelId }, cancellationToken: cancellationToken));
    }

    /// <summary>Ids of a collection's chunks that have a vector of this model.</summary>
    public async Task<HashSet<long>> ListChunkIdsAsync(long collectionId, int modelId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var ids = await connection.QueryAsync<long>(new CommandDefinition(
            "SELECT k.id FROM rag.chunks k JOIN rag.embeddings e ON e.model_id = @modelId AND e.hash = k.hash WHERE k.collection_id = @collectionId",
            new { collectionId, modelId },
            commandTimeout: 120,
            cancellationToken: cancellationToken));
        return [.. ids];
    }

    /// <summary>Deletes vectors of texts that no collection holds any more.</summary>
    public async Task<int> DeleteUnusedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            DELETE FROM rag.embeddings e WHERE NOT EXISTS (
                SELECT 1 FROM rag.chunks k JOIN rag.collections c ON c.id = k.collection_id
                WHERE k.hash = e.hash AND e.model_id IN (c.model_id, c.next_model_id))
            """,
            commandTimeout: 600,
            cancellationToken: cancellationToken));
    }
}
