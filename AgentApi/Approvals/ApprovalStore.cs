using Dapper;
using LocalAi.AgentApi.Runs;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Approvals;

/// <summary>Approvals and grants in Postgres: the only record there is, so every node and every way to answer sees the same.</summary>
internal sealed class ApprovalStore(Database database, IOptions<AgentOptions> options, TimeProvider time)
{
    public static readonly TimeSpan GrantLifetime = TimeSpan.FromHours(8);

    /// <summary>True when this exact call has an approval that can be used now.</summary>
    public async Task<bool> IsApprovedAsync(ApprovalKey key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            SELECT EXISTS (SELECT 1 FROM agent.approvals WHERE user_name = @User AND tool = @Tool AND arguments_hash = @Hash
              AND coalesce(session_id, '') = coalesce(@SessionId, '') AND status = 'approved' AND expires_at > @now)
            """,
            Parameters(key),
            cancellationToken: cancellationToken));
    }

    /// <summary>Uses up an approval of this exact call; null when there is none. Two calls cannot use the same one.</summary>
    public async Task<Guid?> UseAsync(ApprovalKey key, Guid? id, CancellationToken cancellationToken)
    {
        var parameters = Parameters(key);
        parameters.Add("id", id);
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            """
            UPDATE agent.approvals SET status = 'used', used_at = @now
            WHERE user_name = @User AND tool = @Tool AND arguments_hash = @Hash AND coalesce(session_id, '') = coalesce(@SessionId, '')
              AND status = 'approved' AND expires_at > @now AND (@id::uuid IS NULL OR id = @id)
            RETURNING id
            """,
            parameters,
            cancellationToken: cancellationToken));
    }

    /// <summary>The newest answer that denies this exact call and is still valid, or null.</summary>
    public async Task<ApprovalEntry?> FindDenialAsync(ApprovalKey key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<ApprovalRow>(new CommandDefinition(
            $"""
            SELECT {ApprovalRow.Columns} FROM agent.approvals WHERE user_name = @User AND tool = @Tool AND arguments_hash = @Hash
              AND coalesce(session_id, '') = coalesce(@SessionId, '') AND status = 'denied' AND expires_at > @now ORDER BY created_at DESC LIMIT 1
            """,
            Parameters(key),
            cancellationToken: cancellationToken));
        return row?.ToEntry();
    }

    /// <summary>Patterns that were remembered for this user, session and tool.</summary>
    public async Task<IReadOnlyList<string>> GrantsAsync(ApprovalKey key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT pattern FROM agent.approval_grants WHERE user_name = @User AND session_id = @SessionId AND tool = @Tool AND expires_at > @now",
            Parameters(key),
            cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Opens a question, or finds the one that is open for the same call. Null when the user has too many open ones.</summary>
    public async Task<ApprovalEntry?> AskAsync(ApprovalKey key, string sensitivity, string arguments, string reason, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var parameters = Parameters(key);
        parameters.Add("id", Guid.CreateVersion7(time.GetUtcNow()));
        parameters.Add("sensitivity", sensitivity);
        parameters.Add("arguments", arguments);
        parameters.Add("reason", reason);
        parameters.Add("expires", time.GetUtcNow() + TimeSpan.FromSeconds(options.Value.Approvals.ExpireSeconds));
        parameters.Add("most", options.Value.Approvals.MaxPendingPerUser);

        // An expired question makes room for a new one of the same call.
        await connection.ExecuteAsync(Command("DELETE FROM agent.approvals WHERE user_name = @User AND status IN ('pending', 'approved') AND expires_at <= @now"));
        await connection.ExecuteAsync(Command(
            """
            INSERT INTO agent.approvals (id, user_name, session_id, tool, sensitivity, arguments_hash, arguments, reason, created_at, expires_at)
            SELECT @id, @User, @SessionId, @Tool, @sensitivity, @Hash, @arguments, @reason, @now, @expires
            WHERE (SELECT count(*) FROM agent.approvals WHERE user_name = @User AND status = 'pending') < @most
            ON CONFLICT DO NOTHING
            """));
        var row = await connection.QueryFirstOrDefaultAsync<ApprovalRow>(Command(
            $"""
            SELECT {ApprovalRow.Columns} FROM agent.approvals WHERE user_name = @User AND tool = @Tool AND arguments_hash = @Hash
              AND coalesce(session_id, '') = coalesce(@SessionId, '') AND status = 'pending'
            """));
        await transaction.CommitAsync(cancellationToken);
        return row?.ToEntry();

        CommandDefinition Command(string sql) => new(sql, parameters, transaction, cancellationToken: cancellationToken);
    }

    /// <param name="user">Only this user's; null for all.</param>
    /// <param name="status">pending, approved, denied, used, expired; null for all.</param>
    /// <param name="limit">Rows.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ApprovalList> ListAsync(string? user, string? status, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<ApprovalRow>(new CommandDefinition(
            $"""
            SELECT * FROM (SELECT {ApprovalRow.Columns} FROM agent.approvals WHERE @user::text IS NULL OR user_name = @user) a
            WHERE @status::text IS NULL OR "Status" = @status ORDER BY "CreatedAt" DESC, "Id" LIMIT @limit
            """,
            new { user, status, limit, now = time.GetUtcNow() },
            cancellationToken: cancellationToken));
        return new ApprovalList([.. rows.Select(r => r.ToEntry())]);
    }

    public async Task<ApprovalEntry?> FindAsync(Guid id, string? user, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<ApprovalRow>(new CommandDefinition(
            $"SELECT {ApprovalRow.Columns} FROM agent.approvals WHERE id = @id AND (@user::text IS NULL OR user_name = @user)",
            new { id, user, now = time.GetUtcNow() },
            cancellationToken: cancellationToken));
        return row?.ToEntry();
    }

    /// <summary>Answers an open question and remembers the pattern when there is one. Null when it is no longer open.</summary>
    public async Task<ApprovalEntry?> DecideAsync(Guid id, bool approve, string by, string through, string? reason, string? pattern, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        var row = await connection.QueryFirstOrDefaultAsync<ApprovalRow>(new CommandDefinition(
            $"""
            UPDATE agent.approvals SET status = @status, decided_at = @now, decided_by = @by, decided_through = @through, decision_reason = @reason
            WHERE id = @id AND status = 'pending' AND expires_at > @now RETURNING {ApprovalRow.Columns}
            """,
            new { id, status = approve ? "approved" : "denied", now, by, through, reason },
            transaction,
            cancellationToken: cancellationToken));
        if (row is { SessionId: not null } && approve && pattern is not null)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                INSERT INTO agent.approval_grants (id, user_name, session_id, tool, pattern, granted_by, created_at, expires_at)
                VALUES (@id, @User, @SessionId, @Tool, @pattern, @by, @now, @expires)
                """,
                new { id = Guid.CreateVersion7(now), row.User, row.SessionId, row.Tool, pattern, by, now, expires = now + GrantLifetime },
                transaction,
                cancellationToken: cancellationToken));
        }

        // A run may wait for this answer.
        await connection.ExecuteAsync(new CommandDefinition(RunListener.Notify, transaction: transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return row?.ToEntry();
    }

    private DynamicParameters Parameters(ApprovalKey key)
    {
        var parameters = new DynamicParameters(new { key.User, key.SessionId, key.Tool, key.Hash });
        parameters.Add("now", time.GetUtcNow());
        return parameters;
    }
}
