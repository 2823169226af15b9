using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LocalAi.Rag.Retrieval;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.Rag.Indexes;

/// <summary>Reads chunks and their vectors out of Postgres in bulk (binary COPY).</summary>
internal sealed class IndexReader(Database database)
{
    /// <summary>Chunks in the order Postgres finds them, in batches of <paramref name="batch"/>.</summary>
    public async IAsyncEnumerable<List<ChunkEntry>> ReadAsync(long collectionId, int? modelId, int batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);

        // COPY takes no parameters; both values are numbers of ours.
        var sql = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"""
            COPY (SELECT k.id, k.document_id, k.text, k.heading, d.title, d.path, {(modelId is null ? "NULL::bytea" : "e.vector")}
                  FROM rag.chunks k JOIN rag.documents d ON d.id = k.document_id
                  {(modelId is null ? "" : $"LEFT JOIN rag.embeddings e ON e.model_id = {modelId} AND e.hash = k.hash")}
                  WHERE k.collection_id = {collectionId}) TO STDOUT (FORMAT binary)
            """);
        await using var copy = await connection.BeginBinaryExportAsync(sql, cancellationToken);
        copy.Timeout = TimeSpan.FromMinutes(10);
        var chunks = new List<ChunkEntry>(batch);
        while (await copy.StartRowAsync(cancellationToken) >= 0)
        {
            chunks.Add(await ReadRowAsync(copy, cancellationToken));
            if (chunks.Count == batch)
            {
                yield return chunks;
                chunks = new List<ChunkEntry>(batch);
            }
        }

        if (chunks.Count > 0)
        {
            yield return chunks;
        }
    }

    /// <summary>Ids of all chunks of a collection.</summary>
    public async Task<HashSet<long>> ReadIdsAsync(long collectionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT id FROM rag.chunks WHERE collection_id = $1", connection)
        {
            Parameters = { new() { Value = collectionId } },
            CommandTimeout = 120,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }

    /// <summary>The chunks of these ids, those that are there.</summary>
    public async Task<List<ChunkEntry>> ReadAsync(IReadOnlyCollection<long> ids, int? modelId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            SELECT k.id, k.document_id, k.text, k.heading, d.title, d.path, e.vector
            FROM rag.chunks k JOIN rag.documents d ON d.id = k.document_id
            LEFT JOIN rag.embeddings e ON e.model_id = $2 AND e.hash = k.hash
            WHERE k.id = ANY($1)
            """,
            connection)
        {
            Parameters = { new() { Value = ids.ToArray() }, new() { Value = modelId ?? -1 } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var chunks = new List<ChunkEntry>(ids.Count);
        while (await reader.ReadAsync(cancellationToken))
        {
            chunks.Add(new ChunkEntry(
                reader.GetInt64(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.GetString(4),
                reader.GetString(3),
                reader.GetString(5),
                await reader.IsDBNullAsync(6, cancellationToken) ? null : ToFloats(reader.GetFieldValue<byte[]>(6))));
        }

        return chunks;
    }

    /// <summary>float32, little endian, as it stands in the database.</summary>
    public static float[] ToFloats(byte[] vector) => MemoryMarshal.Cast<byte, float>(vector).ToArray();

    private static async Task<ChunkEntry> ReadRowAsync(NpgsqlBinaryExporter copy, CancellationToken cancellationToken)
    {
        var id = await copy.ReadAsync<long>(NpgsqlDbType.Bigint, cancellationToken);
        var documentId = await copy.ReadAsync<long>(NpgsqlDbType.Bigint, cancellationToken);
        var text = await copy.ReadAsync<string>(NpgsqlDbType.Text, cancellationToken);
        var heading = await copy.ReadAsync<string>(NpgsqlDbType.Text, cancellationToken);
        var title = await copy.ReadAsync<string>(NpgsqlDbType.Text, cancellationToken);
        var path = await copy.ReadAsync<string>(NpgsqlDbType.Text, cancellationToken);
        float[]? vector = null;
        if (copy.IsNull)
        {
            await copy.SkipAsync(cancellationToken);
        }
        else
        {
            vector = ToFloats(await copy.ReadAsync<byte[]>(NpgsqlDbType.Bytea, cancellationToken));
        }

        return new ChunkEntry(id, documentId, text, title, heading, path, vector);
    }
}
