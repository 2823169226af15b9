using LocalAi.Rag.Chunking;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.Rag.Documents;

/// <summary>
/// Writes one document in one transaction: its row, the chunks that are new, the places of those that stayed, none of those that went.
/// The row's lock makes two indexers of one file take turns, and the second finds nothing to do.
/// </summary>
internal sealed class DocumentWriter(Database database, ChunkIdBlock ids, ChangeOrigin origin)
{
    /// <param name="draft">The document.</param>
    /// <param name="committed">Called with the document's id and the ids of the draft's chunks, in order, right after the commit.</param>
    /// <param name="cancellationToken">Stops before the commit; nothing is written then.</param>
    public async Task<DocumentWritten> WriteAsync(DocumentDraft draft, Action<long, IReadOnlyList<long>> committed, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (documentId, added) = await UpsertAsync(connection, transaction, draft, cancellationToken);
        if (documentId is not { } id)
        {
            await TouchAsync(connection, transaction, draft, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new DocumentWritten(0, WriteOutcome.Unchanged, 0);
        }

        var (chunkIds, fresh) = await DiffChunksAsync(connection, transaction, draft, id, added, cancellationToken);

        // From here on the caller's impatience must not separate the commit from the index.
        await transaction.CommitAsync(CancellationToken.None);
        committed(id, chunkIds);
        return new DocumentWritten(id, added ? WriteOutcome.Added : WriteOutcome.Changed, fresh);
    }

    private async Task<(long? Id, bool Added)> UpsertAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DocumentDraft draft, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO rag.documents AS d
                (collection_id, uri, uri_key, path, title, type, state, code, reason, bytes, modified_ticks, sha256, recipe, chunk_count, tags, created_by_job, indexed_by_job)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16
            WHERE EXISTS (SELECT 1 FROM rag.collections WHERE id = $1)
            ON CONFLICT (collection_id, uri_key) DO UPDATE SET
                path = excluded.path, title = excluded.title, type = excluded.type, state = excluded.state, code = excluded.code, reason = excluded.reason,
                bytes = excluded.bytes, modified_ticks = excluded.modified_ticks, sha256 = excluded.sha256, recipe = excluded.recipe,
                chunk_count = excluded.chunk_count, tags = excluded.tags, indexed_by_job = excluded.indexed_by_job, indexed_at = now()
            WHERE (d.sha256, d.recipe, d.state, d.code, d.title, d.tags)
                IS DISTINCT FROM (excluded.sha256, excluded.recipe, excluded.state, excluded.code, excluded.title, excluded.tags)
            RETURNING d.id, d.xmax = 0, pg_notify('rag_changes', $17 || ' ' || d.collection_id || ' ' || d.id)
            """,
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = draft.CollectionId },
                new() { Value = StorableText.Of(draft.Uri) },
                new() { Value = DocumentKey.Of(draft.Uri) },
                new() { Value = StorableText.Of(draft.Path) },
                new() { Value = StorableText.Of(draft.Title) },
                new() { Value = draft.Type },
                new() { Value = draft.Problem is null ? "indexed" : "unreadable" },
                new() { Value = (object?)draft.Problem?.Code ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = draft.Problem is { } problem ? StorableText.Of(problem.Reason) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = draft.Bytes },
                new() { Value = draft.ModifiedTicks },
                new() { Value = (object?)draft.Sha256 ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
                new() { Value = draft.Recipe },
                new() { Value = draft.Chunks.Count },
                new() { Value = draft.Tags.ToArray() },
                new() { Value = (object?)draft.JobId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = origin.Id },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetBoolean(1)) : (null, false);
    }

    private static async Task TouchAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DocumentDraft draft, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE rag.documents SET modified_ticks = $3, bytes = $4 WHERE collection_id = $1 AND uri_key = $2 AND (modified_ticks, bytes) <> ($3, $4)",
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = draft.CollectionId },
                new() { Value = DocumentKey.Of(draft.Uri) },
                new() { Value = draft.ModifiedTicks },
                new() { Value = draft.Bytes },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<(long[] Ids, int Fresh)> DiffChunksAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DocumentDraft draft, long documentId, bool added, CancellationToken cancellationToken)
    {
        var hashes = draft.Chunks.Select(c => Convert.FromHexString(c.Hash)).ToArray();
        var stored = added ? [] : await ReadStoredAsync(connection, transaction, documentId, cancellationToken);
        var chunkIds = new long[hashes.Length];
        var fresh = new List<int>(hashes.Length);
        var kept = new List<int>();
        for (var i = 0; i < hashes.Length; i++)
        {
            if (stored.Remove(draft.Chunks[i].Hash, out var id))
            {
                chunkIds[i] = id;
                kept.Add(i);
            }
            else
            {
                fresh.Add(i);
            }
        }

        if (stored.Count > 0)
        {
            await using var delete = new NpgsqlCommand("DELETE FROM rag.chunks WHERE id = ANY($1)", connection, transaction)
            {
                Parameters = { new() { Value = stored.Values.ToArray() } },
            };
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }

        if (kept.Count > 0)
        {
            await MoveAsync(connection, transaction, draft.Chunks, chunkIds, kept, cancellationToken);
        }

        if (fresh.Count > 0)
        {
            var next = await ids.TakeAsync(connection, transaction, fresh.Count, cancellationToken);
            for (var i = 0; i < fresh.Count; i++)
            {
                chunkIds[fresh[i]] = next[i];
            }

            await InsertAsync(connection, draft, documentId, hashes, chunkIds, fresh, cancellationToken);
        }

        return (chunkIds, fresh.Count);
    }

    private static async Task<Dictionary<string, long>> ReadStoredAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, long documentId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT id, hash FROM rag.chunks WHERE document_id = $1", connection, transaction)
        {
            Parameters = { new() { Value = documentId } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var stored = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            stored[Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(1))] = reader.GetInt64(0);
        }

        return stored;
    }

    private static async Task MoveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<Chunk> chunks, long[] chunkIds, List<int> kept, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE rag.chunks c SET position = n.position, line_start = n.line_start, line_end = n.line_end, page = n.page
            FROM unnest($1, $2, $3, $4, $5) AS n (id, position, line_start, line_end, page)
            WHERE c.id = n.id AND (c.position, c.line_start, c.line_end, c.page) IS DISTINCT FROM (n.position, n.line_start, n.line_end, n.page)
            """,
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = kept.Select(i => chunkIds[i]).ToArray() },
                new() { Value = kept.Select(i => chunks[i].Index).ToArray() },
                new() { Value = kept.Select(i => chunks[i].LineStart).ToArray() },
                new() { Value = kept.Select(i => chunks[i].LineEnd).ToArray() },
                new() { Value = kept.Select(i => chunks[i].Page).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task InsertAsync(
        NpgsqlConnection connection, DocumentDraft draft, long documentId, byte[][] hashes, long[] chunkIds, List<int> fresh, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY rag.chunks (id, collection_id, document_id, position, text, heading, tokens, line_start, line_end, page, hash) FROM STDIN (FORMAT binary)",
            cancellationToken);
        foreach (var i in fresh)
        {
            var chunk = draft.Chunks[i];
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(chunkIds[i], NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(draft.CollectionId, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(documentId, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(chunk.Index, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(chunk.Text, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(chunk.Context, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(chunk.Tokens, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(chunk.LineStart, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(chunk.LineEnd, NpgsqlDbType.Integer, cancellationToken);
            if (chunk.Page is { } page)
            {
                await copy.WriteAsync(page, NpgsqlDbType.Integer, cancellationToken);
            }
            else
            {
                await copy.WriteNullAsync(cancellationToken);
            }

            await copy.WriteAsync(hashes[i], NpgsqlDbType.Bytea, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
