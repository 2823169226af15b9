using Dapper;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.AgentApi.Audit;

/// <summary>Writes the audit in batches: one transaction takes the chain's lock, reads its head, appends and removes the intents that are done.</summary>
internal sealed partial class AuditWriter(AuditLog log, Database database, TimeProvider time, ILogger<AuditWriter> logger) : BackgroundService
{
    private const int LargestBatch = 1000;
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(4);

    // A transaction costs the same for one row as for hundreds: rows of one moment are written together.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsConfigured)
        {
            return;
        }

        await Task.Yield();
        var sweeping = SweepAsync(stoppingToken);
        var batch = new List<AuditEvent>(LargestBatch);
        try
        {
            while (await log.Events.WaitToReadAsync(stoppingToken))
            {
                Fill(batch);
                if (batch.Count < LargestBatch && batch.TrueForAll(e => e.Written is null))
                {
                    await Task.Delay(Linger, time, stoppingToken);
                    Fill(batch);
                }

                await WriteUntilDoneAsync(batch, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await WriteRestAsync(batch);
        }

        await sweeping;
    }

    private void Fill(List<AuditEvent> batch)
    {
        while (batch.Count < LargestBatch && log.Events.TryRead(out var next))
        {
            batch.Add(next);
        }
    }

    private async Task WriteUntilDoneAsync(List<AuditEvent> batch, CancellationToken cancellationToken)
    {
        for (var delay = TimeSpan.FromMilliseconds(100); ; delay = delay < TimeSpan.FromSeconds(3) ? delay * 2 : delay)
        {
            try
            {
                await WriteAsync(batch, cancellationToken);
                return;
            }
            catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException or TimeoutException)
            {
                LogAway(logger, log.Waiting, away.Message);
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }

    private async Task WriteRestAsync(List<AuditEvent> batch)
    {
        using var limit = new CancellationTokenSource(LastChance, time);
        try
        {
            do
            {
                Fill(batch);
                await WriteAsync(batch, limit.Token);
                Fill(batch);
            }
            while (batch.Count > 0);
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException or TimeoutException or OperationCanceledException)
        {
            foreach (var lost in batch.Where(e => e.Record is not null))
            {
                LogLost(logger, lost.Record!.Id, lost.Record.User, lost.Record.Tool, lost.Record.Outcome);
            }
        }
    }

    private async Task WriteAsync(List<AuditEvent> batch, CancellationToken cancellationToken)
    {
        var records = batch.Where(e => e.Record is not null).Select(e => e.Record!).ToList();
        if (records.Count > 0)
        {
            await AppendAsync(records, cancellationToken);
            log.ReportWritten(records.Count);
        }

        foreach (var signal in batch)
        {
            signal.Written?.TrySetResult();
        }

        batch.Clear();
    }

    private async Task AppendAsync(List<AuditRecord> records, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // A commit whose answer was lost is repeated, and two sweeps may find the same call: rows that are there already, or come twice, are left out.
        var ids = records.Select(r => r.Id).ToArray();
        var (known, seq, hash) = await ReadHeadAsync(connection, transaction, ids, cancellationToken);
        await CopyAsync(connection, records.Where(r => known.Add(r.Id)), seq, hash ?? AuditChain.Beginning, cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("DELETE FROM agent.tool_intents WHERE id = ANY(@ids)", new { ids }, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Takes the chain's lock and reads its head, in one round trip.</summary>
    private static async Task<(HashSet<Guid> Known, long Seq, byte[]? Hash)> ReadHeadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock(hashtextextended('localai.agent.audit', 0))"),
                new NpgsqlBatchCommand("SELECT id FROM agent.tool_calls WHERE id = ANY($1)") { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = ids } } },
                new NpgsqlBatchCommand("SELECT seq, hash FROM agent.tool_calls ORDER BY seq DESC LIMIT 1"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var known = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetGuid(0));
        }

        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (known, reader.GetInt64(0), await reader.GetFieldValueAsync<byte[]>(1, cancellationToken)) : (known, 0, null);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, IEnumerable<AuditRecord> records, long seq, byte[] hash, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            COPY agent.tool_calls (seq, id, at, user_name, role, key_id, session_id, transport, tool, sensitivity, arguments, decision, outcome, detail,
              approval_id, duration_us, result_bytes, hash) FROM STDIN (FORMAT BINARY)
            """,
            cancellationToken);
        foreach (var record in records)
        {
            hash = AuditChain.Next(hash, ++seq, record);
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(seq, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(record.Id, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(record.At.ToUniversalTime(), NpgsqlDbType.TimestampTz, cancellationToken);
            foreach (var text in (string?[])[record.User, record.Role, record.KeyId, record.SessionId, record.Transport, record.Tool, record.Sensitivity, record.Arguments, record.Decision, record.Outcome, record.Detail])
            {
                await (text is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken));
            }

            await (record.ApprovalId is { } approval ? copy.WriteAsync(approval, NpgsqlDbType.Uuid, cancellationToken) : copy.WriteNullAsync(cancellationToken));
            await copy.WriteAsync(record.DurationMicroseconds, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(record.ResultBytes, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(hash, NpgsqlDbType.Bytea, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>Gives calls that were cut off by a crash their audit row.</summary>
    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Sweep, time);
        try
        {
            do
            {
                await RecordInterruptedAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    internal async Task RecordInterruptedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.Migrated.WaitAsync(cancellationToken);
            await using var connection = await database.OpenAsync(cancellationToken);
            var left = await connection.QueryAsync<StoredAuditRecord>(new CommandDefinition(
                """
                SELECT id AS "Id", at AS "At", user_name AS "User", role AS "Role", key_id AS "KeyId", session_id AS "SessionId", transport AS "Transport", tool AS "Tool",
                  sensitivity AS "Sensitivity", arguments AS "Arguments", approval_id AS "ApprovalId", 'allowed' AS "Decision", 'interrupted' AS "Outcome",
                  'The service ended while the tool ran.' AS "Detail"
                FROM agent.tool_intents WHERE deadline < @now ORDER BY at LIMIT 1000
                """,
                new { now = time.GetUtcNow() },
                cancellationToken: cancellationToken));
            foreach (var record in left)
            {
                log.Append(record.ToRecord());
            }
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
        {
            LogAway(logger, log.Waiting, away.Message);
        }
    }

    [LoggerMessage(EventId = 521, Level = LogLevel.Warning, Message = "The audit could not be written, {Waiting} records wait: {Reason}")]
    private static partial void LogAway(ILogger logger, int waiting, string reason);

    [LoggerMessage(EventId = 522, Level = LogLevel.Critical, Message = "Audit record {Id} was lost at the end of the service: {User} {Tool} {Outcome}")]
    private static partial void LogLost(ILogger logger, Guid id, string user, string tool, string outcome);
}
