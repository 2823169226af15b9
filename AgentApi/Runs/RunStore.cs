using System.Text.Json;
using Dapper;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Sessions;
using LocalAi.AgentApi.Tools;
using LocalAi.Contracts.Agent;
using LocalAi.Contracts.OpenAi;
using LocalAi.ServiceDefaults.Errors;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.AgentApi.Runs;

/// <summary>Runs, their leases and their events in Postgres.</summary>
internal sealed class RunStore(Database database, TimeProvider time)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly Guid _owner = Guid.NewGuid();

    /// <summary>The run that was begun with the request's idempotency key; null when there is none.</summary>
    /// <exception cref="RequestProblemException">The key was used for something else.</exception>
    public async Task<RunRow?> FindByKeyAsync(string user, RunRequest request, CancellationToken cancellationToken)
    {
        if (request.IdempotencyKey is not { } key)
        {
            return null;
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var known = await connection.QueryFirstOrDefaultAsync<RunRow>(Command($"SELECT {RunRow.Columns} FROM agent.runs WHERE user_name = @user AND idempotency_key = @key", new { user, key }, cancellationToken));
        return known is null || (known.Request.Message == request.Message && (request.SessionId is null || request.SessionId == known.SessionId))
            ? known
            : throw new RequestProblemException(StatusCodes.Status409Conflict, "This idempotency_key began another run: take a new one for another message or session.") { Code = "idempotency_key_used", Field = "idempotency_key" };
    }

    /// <summary>Stores the run with the user's message.</summary>
    /// <exception cref="RequestProblemException">The session is unknown or has an active run.</exception>
    public async Task<RunRow> CreateAsync(Caller caller, RunRequest request, Guid session, TimeSpan limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        var parameters = new
        {
            caller.User,
            caller.Role,
            id = Guid.CreateVersion7(now),
            session,
            request = JsonSerializer.Serialize(request, ToolJson.Options),
            request.IdempotencyKey,
            deadline = now + limit,
            now,
        };
        try
        {
            var run = await connection.QuerySingleAsync<RunRow>(new CommandDefinition(
                $"""
                INSERT INTO agent.runs (user_name, id, session_id, role, status, request, idempotency_key, deadline, created_at)
                VALUES (@User, @id, @session, @Role, 'running', @request::jsonb, @IdempotencyKey, @deadline, @now) RETURNING {RunRow.Columns}
                """,
                parameters,
                transaction,
                cancellationToken: cancellationToken));
            await SessionStore.AppendAsync(connection, transaction, caller.User, session, [ChatMessage.User(request.Message)], now, cancellationToken);

            // The first event is there at once: the client learns the ids before a slow model says anything.
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO agent.run_events (user_name, run_id, number, kind, body) VALUES (@User, @Id, 1, 'run', @body)",
                new { run.User, run.Id, body = JsonSerializer.Serialize(new { run_id = run.Id, run.SessionId }, ToolJson.Options) },
                transaction,
                cancellationToken: cancellationToken));
            await connection.ExecuteAsync(new CommandDefinition(RunListener.Notify, transaction: transaction, cancellationToken: cancellationToken));
            await transaction.CommitAsync(cancellationToken);
            return run;
        }
        catch (PostgresException twice) when (twice.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The same request in the same moment, or another one while the session is busy: which of the two indexes spoke first does not tell.
            return await FindByKeyAsync(caller.User, request, cancellationToken)
                ?? throw new RequestProblemException(StatusCodes.Status409Conflict, "This session has an active run: wait for its end, or cancel it.") { Code = "run_active" };
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new RequestProblemException(StatusCodes.Status404NotFound, "There is no such session.") { Code = "session_not_found", Field = "session_id" };
        }
    }

    public async Task<RunRow?> FindAsync(string user, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<RunRow>(Command($"SELECT {RunRow.Columns} FROM agent.runs WHERE user_name = @user AND id = @id", new { user, id }, cancellationToken));
    }

    /// <summary>Takes a run that nobody works on: new, left by a crash, or waiting for approvals that are all answered or expired.</summary>
    public async Task<RunRow?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<RunRow>(Command(
            $"""
            UPDATE agent.runs SET owner = @_owner, lease_until = @until, status = 'running'
            WHERE (user_name, id) = (
              SELECT user_name, id FROM agent.runs r
              WHERE (status = 'running' AND (lease_until IS NULL OR lease_until < @now))
                 OR (status = 'waiting' AND (deadline < @now OR NOT EXISTS (
                   SELECT 1 FROM jsonb_each_text(r.waiting) w JOIN agent.approvals a ON a.id = w.value::uuid WHERE a.status = 'pending' AND a.expires_at > @now)))
              ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING {RunRow.Columns}
            """,
            new { _owner, now = time.GetUtcNow(), until = time.GetUtcNow() + Lease },
            cancellationToken));
    }

    /// <summary>Keeps the lease. False when the run was cancelled or is somebody else's now: its worker must stop.</summary>
    public async Task<bool> RenewAsync(RunRow run, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(Command(
            "UPDATE agent.runs SET lease_until = @until WHERE user_name = @User AND id = @Id AND owner = @_owner AND status = 'running'",
            new { run.User, run.Id, _owner, until = time.GetUtcNow() + Lease },
            cancellationToken)) > 0;
    }

    /// <summary>Stores a step: the messages it made, the counters, and where the run stands. All or nothing.</summary>
    public async Task SaveAsync(RunRow run, IReadOnlyList<ChatMessage> messages, Dictionary<string, Guid> waiting, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var mine = await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE agent.runs SET status = @Status, turns = @Turns, tool_calls = @ToolCalls, tool_errors = @ToolErrors, tokens = @Tokens, tools_started = @ToolsStarted,
              waiting = @waiting::jsonb, lease_until = CASE WHEN @Status = 'running' THEN @until ELSE NULL END
            WHERE user_name = @User AND id = @Id AND owner = @_owner AND status = 'running'
            """,
            new { run.User, run.Id, run.Status, run.Turns, run.ToolCalls, run.ToolErrors, run.Tokens, run.ToolsStarted, _owner, waiting = JsonSerializer.Serialize(waiting), until = time.GetUtcNow() + Lease },
            transaction,
            cancellationToken: cancellationToken));
        if (mine == 0)
        {
            throw new OperationCanceledException("The run was cancelled or taken over.");
        }

        await SessionStore.AppendAsync(connection, transaction, run.User, run.SessionId, messages, time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <returns>False when the run had ended already.</returns>
    public async Task<bool> CancelAsync(string user, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(Command(
            "UPDATE agent.runs SET status = 'cancelled', lease_until = NULL WHERE user_name = @user AND id = @id AND status IN ('running', 'waiting')", new { user, id }, cancellationToken)) > 0;
    }

    public async Task AddEventAsync(RunRow run, string kind, object body, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(Command(
            """
            INSERT INTO agent.run_events (user_name, run_id, number, kind, body)
            SELECT @User, @Id, coalesce(max(number), 0) + 1, @kind, @body FROM agent.run_events WHERE user_name = @User AND run_id = @Id
            """,
            new { run.User, run.Id, kind, body = JsonSerializer.Serialize(body, ToolJson.Options).Replace("\\u0000", "", StringComparison.Ordinal) },
            cancellationToken));
    }

    public async Task<IReadOnlyList<RunEvent>> EventsAsync(string user, Guid id, int after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<RunEvent>(Command(
            """SELECT number AS "Number", kind AS "Kind", body AS "Body" FROM agent.run_events WHERE user_name = @user AND run_id = @id AND number > @after ORDER BY number LIMIT 500""",
            new { user, id, after },
            cancellationToken))).AsList();
    }

    private static CommandDefinition Command(string sql, object parameters, CancellationToken cancellationToken) => new(sql, parameters, cancellationToken: cancellationToken);
}
