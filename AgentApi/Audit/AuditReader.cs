using System.Text.Json;
using Dapper;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Audit;

/// <summary>Pages through the audit and verifies its chain.</summary>
internal sealed class AuditReader(Database database, AuditLog log)
{
    private const int RowsAtOnce = 2000;

    private const string Columns =
        """
        seq AS "Seq", id AS "Id", at AS "At", user_name AS "User", role AS "Role", key_id AS "KeyId", session_id AS "SessionId", transport AS "Transport", tool AS "Tool",
        sensitivity AS "Sensitivity", arguments AS "Arguments", decision AS "Decision", outcome AS "Outcome", detail AS "Detail", approval_id AS "ApprovalId",
        duration_us AS "DurationMicroseconds", result_bytes AS "ResultBytes", hash AS "Hash"
        """;

    /// <param name="user">Only this user's rows; null for all.</param>
    /// <param name="tool">Only this tool's rows; null for all.</param>
    /// <param name="before">Only rows with a smaller number; null for the newest.</param>
    /// <param name="limit">Rows.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<AuditPage> ReadAsync(string? user, string? tool, long? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await log.FlushAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
        var rows = (await connection.QueryAsync<StoredAuditRecord>(new CommandDefinition(
            $"""
            SELECT {Columns} FROM agent.tool_calls
            WHERE (@user::text IS NULL OR user_name = @user) AND (@tool::text IS NULL OR tool = @tool) AND seq < @before
            ORDER BY seq DESC LIMIT @limit
            """,
            new { user, tool, before = before ?? long.MaxValue, limit },
            cancellationToken: cancellationToken))).AsList();
        return new AuditPage([.. rows.Select(ToEntry)], rows.Count == limit && rows[^1].Seq > 1 ? rows[^1].Seq : null);
    }

    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await log.FlushAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
        var hash = AuditChain.Beginning;
        var seq = 0L;
        while (true)
        {
            var rows = (await connection.QueryAsync<StoredAuditRecord>(new CommandDefinition(
                $"SELECT {Columns} FROM agent.tool_calls WHERE seq > @seq ORDER BY seq LIMIT {RowsAtOnce}", new { seq }, cancellationToken: cancellationToken))).AsList();
            foreach (var row in rows)
            {
                var expected = AuditChain.Next(hash, seq + 1, row.ToRecord());
                if (row.Seq != seq + 1 || !expected.AsSpan().SequenceEqual(row.Hash))
                {
                    return new AuditVerification(false, seq, seq + 1, Convert.ToHexStringLower(hash));
                }

                (seq, hash) = (row.Seq, expected);
            }

            if (rows.Count < RowsAtOnce)
            {
                return new AuditVerification(true, seq, null, Convert.ToHexStringLower(hash));
            }
        }
    }

    private static AuditEntry ToEntry(StoredAuditRecord row) => new()
    {
        Seq = row.Seq,
        Id = row.Id,
        At = row.At,
        User = row.User,
        Role = row.Role,
        SessionId = row.SessionId,
        Transport = row.Transport,
        Tool = row.Tool,
        Sensitivity = row.Sensitivity,
        Arguments = JsonElement.Parse(row.Arguments),
        Decision = row.Decision,
        Outcome = row.Outcome,
        Detail = row.Detail,
        ApprovalId = row.ApprovalId,
        DurationMs = row.DurationMicroseconds / 1000.0,
        ResultBytes = row.ResultBytes,
        Hash = Convert.ToHexStringLower(row.Hash),
    };
}
