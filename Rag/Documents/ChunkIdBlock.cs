using Npgsql;

namespace LocalAi.Rag.Documents;

/// <summary>Hands out chunk ids from blocks of 1000: one round trip per thousand chunks.</summary>
internal sealed class ChunkIdBlock
{
    private const int Size = 1000;

    private readonly Lock _lock = new();
    private long _next;
    private long _end;

    /// <summary>Ids for <paramref name="count"/> chunks, each used by nobody else.</summary>
    public async Task<long[]> TakeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int count, CancellationToken cancellationToken)
    {
        var ids = new long[count];
        var taken = TakeFromBlock(ids);
        while (taken < count)
        {
            await using var command = new NpgsqlCommand("SELECT nextval('rag.chunk_ids') FROM generate_series(1, $1)", connection, transaction)
            {
                Parameters = { new() { Value = ((count - taken - 1) / Size) + 1 } },
            };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var start = reader.GetInt64(0);
                var used = Math.Min(Size, count - taken);
                for (var i = 0; i < used; i++)
                {
                    ids[taken++] = start + i;
                }

                Keep(start + used, start + Size);
            }
        }

        return ids;
    }

    private int TakeFromBlock(long[] ids)
    {
        lock (_lock)
        {
            var taken = 0;
            while (taken < ids.Length && _next < _end)
            {
                ids[taken++] = _next++;
            }

            return taken;
        }
    }

    private void Keep(long next, long end)
    {
        lock (_lock)
        {
            if (end - next > _end - _next)
            {
                (_next, _end) = (next, end);
            }
        }
    }
}
