using System.Text.Json;
using LocalAi.Rag.Chunking;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.Rag.Documents;

/// <summary>
/// Writes documents of one collection, a group in one transaction: their rows, the chunks that are new, the places of those that stayed, none of those that
/// went. Each document is there as a whole or not at all. The rows' locks make two indexers of one file take turns, and the second finds nothing to do.
/// </summary>
internal sealed class DocumentWriter(Database database, ChunkIdBlock ids, ChangeOrigin origin)
{
    /// <param name="drafts">Documents of one collection, each once.</param>
    /// <param name="committed">Called for each document that changed, with its place in the group, its id and the ids of its chunks, in order, right after the commit.</param>
    /// <param name="cancellationToken">Stops before the commit; nothing is written then.</param>
    /// <returns>What happened to each, in the order of the drafts.</returns>
    public async Task<IReadOnlyList<DocumentWritten>> WriteAsync(
        IReadOnlyList<DocumentDraft> drafts, Action<int, long, IReadOnlyList<long>> committed, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var writes = drafts.Select(draft => new DocumentWrite(draft)).ToArray();
        await UpsertAsync(connection, transaction, writes, cancellationToken);
        foreach (var write in writes.Where(write => write.DocumentId is null))
        {
            await TouchAsync(connection, transaction, write.Draft, cancellationToken);
        }

        await DiffChunksAsync(connection, transaction, [.. writes.Where(write => write.DocumentId is not null)], cancellationToken);

        // From here on the caller's impatience must not separate the commit from the index.
        await transaction.CommitAsync(CancellationToken.None);
        for (var i = 0; i < writes.Length; i++)
        {
            if (writes[i].DocumentId is { } id)
            {
                committed(i, id, writes[i].ChunkIds);
            }
        }

        return Array.ConvertAll(writes, write => write.Written);
    }

    private async Task UpsertAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DocumentWrite[] writes, CancellationToken cancellationToken)
    {
        // Every group takes its locks in the order of the keys: two indexers of one folder wait for each other, never in a circle.
        var ordered = writes.OrderBy(write => write.Key).ToArray();
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO rag.documents AS d
                (collection_id, uri, uri_key, path, title, type, state, code, reason, bytes, modified_ticks, sha256, recipe, chunk_count, tags, created_by_job, indexed_by_job)
            SELECT $1, n.uri, n.uri_key, n.path, n.title, n.type, n.state, n.code, n.reason, n.bytes, n.modified_ticks, n.sha256, n.recipe, n.chunk_count,
                ARRAY(SELECT jsonb_array_elements_text(n.tags::jsonb)), n.job, n.job
            FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                AS n (uri, uri_key, path, title, type, state, code, reason, bytes, modified_ticks, sha256, recipe, chunk_count, tags, job)
            WHERE EXISTS (SELECT 1 FROM rag.collections WHERE id = $1)
            ON CONFLICT (collection_id, uri_key) DO UPDATE SET
                path = excluded.path, title = excluded.title, type = excluded.type, state = excluded.state, code = excluded.code, reason = excluded.reason,
                bytes = excluded.bytes, modified_ticks = excluded.modified_ticks, sha256 = excluded.sha256, recipe = excluded.recipe,
                chunk_count = excluded.chunk_count, tags = excluded.tags, indexed_by_job = excluded.indexed_by_job, indexed_at = now()
            WHERE (d.sha256, d.recipe, d.state, d.code, d.title, d.tags)
                IS DISTINCT FROM (excluded.sha256, excluded.recipe, excluded.state, excluded.code, excluded.title, excluded.tags)
            RETURNING d.uri_key, d.id, d.xmax = 0, pg_notify('rag_changes', $2 || ' ' || d.collection_id || ' ' || d.id)
            """,
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = writes[0].Draft.CollectionId },
                new() { Value = origin.Id },
                Column(write => StorableText.Of(write.Draft.Uri)),
                Column(write => write.Key),
                Column(write => StorableText.Of(write.Draft.Path)),
                Column(write => StorableText.Of(write.Draft.Title)),
                Column(write => write.Draft.Type),
                Column(write => write.Draft.Problem is null ? "indexed" : "unreadable"),
                Column(write => write.Draft.Problem?.Code),
                Column(write => write.Draft.Problem is { } problem ? StorableText.Of(problem.Reason) : null),
                Column(write => write.Draft.Bytes),
                Column(write => write.Draft.ModifiedTicks),
                Column(write => write.Draft.Sha256),
                Column(write => write.Draft.Recipe),
                Column(write => write.Draft.Chunks.Count),
                Column(write => JsonSerializer.Serialize(write.Draft.Tags.Select(StorableText.Of))),
                Column(write => write.Draft.JobId),
            },
        };
        var byKey = writes.ToDictionary(write => write.Key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var write = byKey[reader.GetGuid(0)];
            (write.DocumentId, write.Added) = (reader.GetInt64(1), reader.GetBoolean(2));
        }

        NpgsqlParameter Column<T>(Func<DocumentWrite, T> value) => new NpgsqlParameter<T[]> { TypedValue = Array.ConvertAll(ordered, write => value(write)) };
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

    private async Task DiffChunksAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DocumentWrite[] writes, CancellationToken cancellationToken)
    {
        var changed = writes.Where(write => !write.Added).ToDictionary(write => write.DocumentId!.Value);
        if (changed.Count > 0)
        {
            await ReadStoredAsync(connection, transaction, changed, cancellationToken);
        }

        var gone = writes.SelectMany(write => write.Match()).ToArray();
        if (gone.Length > 0)
        {
            await using var delete = new NpgsqlCommand("DELETE FROM rag.chunks WHERE id = ANY($1)", connection, transaction)
            {
                Parameters = { new() { Value = gone } },
            };
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }

        if (writes.Any(write => write.Kept.Count > 0))
        {
            await MoveAsync(connection, transaction, [.. writes.SelectMany(write => write.Kept, (write, i) => (write.Draft.Chunks[i], write.ChunkIds[i]))], cancellationToken);
        }

        if (writes.Sum(write => write.Fresh.Count) is > 0 and var fresh)
        {
            var next = await ids.TakeAsync(connection, transaction, fresh, cancellationToken);
            var taken = 0;
            foreach (var write in writes)
            {
                foreach (var i in write.Fresh)
                {
                    write.ChunkIds[i] = next[taken++];
                }
            }

            await InsertAsync(connection, writes, cancellationToken);
        }
    }

    private static async Task ReadStoredAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Dictionary<long, DocumentWrite> changed, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT document_id, id, hash FROM rag.chunks WHERE document_id = ANY($1)", connection, transaction)
        {
            Parameters = { new() { Value = changed.Keys.ToArray() } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            changed[reader.GetInt64(0)].Stored[Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(2))] = reader.GetInt64(1);
        }
    }

    private static async Task MoveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, (Chunk Chunk, long Id)[] kept, CancellationToken cancellationToken)
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
                new() { Value = Array.ConvertAll(kept, k => k.Id) },
                new() { Value = Array.ConvertAll(kept, k => k.Chunk.Index) },
                new() { Value = Array.ConvertAll(kept, k => k.Chunk.LineStart) },
                new() { Value = Array.ConvertAll(kept, k => k.Chunk.LineEnd) },
                new() { Value = Array.ConvertAll(kept, k => k.Chunk.Page) },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task InsertAsync(NpgsqlConnection connection, DocumentWrite[] writes, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY rag.chunks (id, collection_id, document_id, position, text, heading, tokens, line_start, line_end, page, hash) FROM STDIN (FORMAT binary)",
            cancellationToken);
        foreach (var write in writes)
        {
            foreach (var i in write.Fresh)
            {
                await InsertAsync(copy, write, i, cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task InsertAsync(NpgsqlBinaryImporter copy, DocumentWrite write, int i, CancellationToken cancellationToken)
    {
        var chunk = write.Draft.Chunks[i];
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(write.ChunkIds[i], NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(write.Draft.CollectionId, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(write.DocumentId!.Value, NpgsqlDbType.Bigint, cancellationToken);
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

        await copy.WriteAsync(Convert.FromHexString(chunk.Hash), NpgsqlDbType.Bytea, cancellationToken);
    }
}
