using System.Globalization;
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
    private const int StampBatch = 4096;

    /// <summary>Chunks without vectors, in the order Postgres finds them, in batches of <paramref name="batch"/>.</summary>
    public IAsyncEnumerable<List<ChunkEntry>> ReadChunksAsync(long collectionId, int batch, CancellationToken cancellationToken) =>
        CopyAsync(
            string.Create(CultureInfo.InvariantCulture, $"""
                COPY (SELECT k.id, k.document_id, k.text, k.heading, d.title, d.path, k.hash
                      FROM rag.chunks k JOIN rag.documents d ON d.id = k.document_id WHERE k.collection_id = {collectionId}) TO STDOUT (FORMAT binary)
                """),
            batch,
            ReadChunkAsync,
            cancellationToken);

    /// <summary>The vectors of a collection's chunks. A read of its own: joined to the texts, Postgres would spill both to disk.</summary>
    public IAsyncEnumerable<List<ChunkVector>> ReadVectorsAsync(long collectionId, int modelId, int batch, CancellationToken cancellationToken) =>
        CopyAsync(
            string.Create(CultureInfo.InvariantCulture, $"""
                COPY (SELECT k.id, e.vector FROM rag.embeddings e JOIN rag.chunks k ON k.hash = e.hash
                      WHERE e.model_id = {modelId} AND k.collection_id = {collectionId}) TO STDOUT (FORMAT binary)
                """),
            batch,
            ReadVectorAsync,
            cancellationToken);

    /// <summary>Ids of all chunks of a collection, with what an index that is up to date has taken in of each.</summary>
    public async Task<Dictionary<long, ulong>> ReadStampsAsync(long collectionId, CancellationToken cancellationToken)
    {
        var stamps = new Dictionary<long, ulong>();
        var batches = CopyAsync(
            string.Create(CultureInfo.InvariantCulture, $"""
                COPY (SELECT k.id, k.hash, d.title, d.path
                      FROM rag.chunks k JOIN rag.documents d ON d.id = k.document_id WHERE k.collection_id = {collectionId}) TO STDOUT (FORMAT binary)
                """),
            StampBatch,
            ReadStampAsync,
            cancellationToken);
        await foreach (var batch in batches)
        {
            foreach (var (id, stamp) in batch)
            {
                stamps[id] = stamp;
            }
        }

        return stamps;
    }

    /// <summary>The chunks of these ids, those that are there.</summary>
    public Task<List<ChunkEntry>> ReadAsync(IReadOnlyCollection<long> ids, int? modelId, CancellationToken cancellationToken) =>
        ReadAsync("k.id = ANY($1)", ids.ToArray(), modelId, cancellationToken);

    /// <summary>The chunks of a document; none when it is gone.</summary>
    public Task<List<ChunkEntry>> ReadDocumentAsync(long documentId, int? modelId, CancellationToken cancellationToken) =>
        ReadAsync("k.document_id = $1", documentId, modelId, cancellationToken);

    /// <summary>float32, little endian, as it stands in the database.</summary>
    public static float[] ToFloats(byte[] vector) => MemoryMarshal.Cast<byte, float>(vector).ToArray();

    private async Task<List<ChunkEntry>> ReadAsync(string condition, object value, int? modelId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT k.id, k.document_id, k.text, k.heading, d.title, d.path, e.vector, k.hash
            FROM rag.chunks k JOIN rag.documents d ON d.id = k.document_id
            LEFT JOIN rag.embeddings e ON e.model_id = $2 AND e.hash = k.hash
            WHERE {condition}
            """,
            connection)
        {
            Parameters = { new() { Value = value }, new() { Value = modelId ?? -1 } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var chunks = new List<ChunkEntry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            chunks.Add(new ChunkEntry(
                reader.GetInt64(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.GetString(4),
                reader.GetString(3),
                reader.GetString(5),
                await reader.IsDBNullAsync(6, cancellationToken) ? null : ToFloats(reader.GetFieldValue<byte[]>(6)),
                ChunkStamp.Of(reader.GetFieldValue<byte[]>(7), reader.GetString(4), reader.GetString(5))));
        }

        return chunks;
    }

    /// <summary>COPY takes no parameters: the statement holds numbers of ours only.</summary>
    private async IAsyncEnumerable<List<T>> CopyAsync<T>(
        string sql, int batch, Func<NpgsqlBinaryExporter, CancellationToken, Task<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);

        // Room for a hash table of ids and hashes of a million chunks; the pool resets it.
        await using (var memory = new NpgsqlCommand("SET work_mem = '64MB'", connection))
        {
            await memory.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var copy = await connection.BeginBinaryExportAsync(sql, cancellationToken);
        copy.Timeout = TimeSpan.FromMinutes(10);
        var rows = new List<T>(batch);
        while (await copy.StartRowAsync(cancellationToken) >= 0)
        {
            rows.Add(await read(copy, cancellationToken));
            if (rows.Count == batch)
            {
                yield return rows;
                rows = new List<T>(batch);
            }
        }

        if (rows.Count > 0)
        {
            yield return rows;
        }
    }

    private static async Task<ChunkEntry> ReadChunkAsync(NpgsqlBinaryExporter copy, CancellationToken cancellationToken)
    {
        var id = await copy.ReadAsync<long>(NpgsqlDbType.Bigint, cancellationToken);
        var documentId = await copy.ReadAsync<long>(NpgsqlDbType.Bigint, cancellationToken);
        var text = await copy.ReadAsync<string>(NpgsqlDbType.Text, cancellationToken);
        var heading = await copy.ReadAsync<string>(NpgsqlDbType.Text, cancellationToken);
        var title = await copy.ReadAsync<string>(NpgsqlDbType.Text, cancellationToken);
        var path = await copy.ReadAsync<string>(NpgsqlDbType.Text, cancellationToken);
        var hash = await copy.ReadAsync<byte[]>(NpgsqlDbType.Bytea, cancellationToken);
        return new ChunkEntry(id, documentId, text, title, heading, path, Stamp: ChunkStamp.Of(hash, title, path));
    }

    private static async Task<(long Id, ulong Stamp)> ReadStampAsync(NpgsqlBinaryExporter copy, CancellationToken cancellationToken)
    {
        var id = await copy.ReadAsync<long>(NpgsqlDbType.Bigint, cancellationToken);
        var hash = await copy.ReadAsync<byte[]>(NpgsqlDbType.Bytea, cancellationToken);
        var title = await copy.ReadAsync<string>(NpgsqlDbType.Text, cancellationToken);
        var path = await copy.ReadAsync<string>(NpgsqlDbType.Text, cancellationToken);
        return (id, ChunkStamp.Of(hash, title, path));
    }

    private static async Task<ChunkVector> ReadVectorAsync(NpgsqlBinaryExporter copy, CancellationToken cancellationToken)
    {
        var id = await copy.ReadAsync<long>(NpgsqlDbType.Bigint, cancellationToken);
        return new ChunkVector(id, ToFloats(await copy.ReadAsync<byte[]>(NpgsqlDbType.Bytea, cancellationToken)));
    }
}
