using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.Rag.Answers;

/// <summary>Reads candidates' texts. What is not there any more was deleted, and is no candidate.</summary>
internal sealed class ChunkReader(Database database)
{
    public async Task<Dictionary<long, ChunkRow>> ReadAsync(long[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length == 0)
        {
            return [];
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            SELECT k.id, k.document_id, k.text, k.heading, k.page, k.line_start, k.line_end, k.tokens, d.title, d.path, d.uri
            FROM rag.chunks k JOIN rag.documents d ON d.id = k.document_id WHERE k.id = ANY($1)
            """,
            connection)
        {
            Parameters = { new() { Value = ids } },
            CommandTimeout = 10,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new Dictionary<long, ChunkRow>(ids.Length);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new ChunkRow(
                reader.GetInt64(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.GetString(3),
                await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetInt32(4),
                reader.GetInt32(5),
                reader.GetInt32(6),
                reader.GetInt32(7),
                reader.GetString(8),
                reader.GetString(9),
                reader.GetString(10));
            rows[row.Id] = row;
        }

        return rows;
    }
}
