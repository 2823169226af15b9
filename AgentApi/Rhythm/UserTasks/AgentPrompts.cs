using System.Text.Json;
using Dapper;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Runs;
using LocalAi.AgentApi.Sessions;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.AgentApi.Rhythm.UserTasks;

/// <summary>Runs the agent for a scheduled task: one run at a time for each task, followed until it ends or waits for a person.</summary>
internal sealed class AgentPrompts(RunStore runs, SessionStore sessions, RunSignal signal, Database database, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(3);

    /// <param name="task">Name of the task.</param>
    /// <param name="run">Id of the scheduler's run: a run that is repeated starts the agent once.</param>
    /// <param name="user">Whom the agent acts for, with a user's rights.</param>
    /// <param name="request">What it is asked, and the limits.</param>
    /// <param name="cancellationToken">Ends the agent's run too.</param>
    public async Task<PromptResult> AskAsync(string task, long run, string user, RunRequest request, CancellationToken cancellationToken)
    {
        // One that still waits for a person is not joined by another that asks the same.
        var prefix = $"rhythm:{task}:";
        var row = await ActiveAsync(user, prefix, cancellationToken) ?? await StartAsync(user, request with { IdempotencyKey = prefix + run }, task, cancellationToken);
        try
        {
            while (row is { Status: "running" })
            {
                await Task.Delay(Poll, time, cancellationToken);
                row = await runs.FindAsync(user, row.Id, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            await CancelAsync(user, row!.Id);
            throw;
        }

        return row is null ? new PromptResult("cancelled", "its session was deleted.") : new PromptResult(row.Status, await TextAsync(row, cancellationToken));
    }

    private async Task<RunRow> StartAsync(string user, RunRequest request, string task, CancellationToken cancellationToken)
    {
        var session = await sessions.CreateAsync(user, $"Task {task}", cancellationToken);
        var row = await runs.CreateAsync(new Caller(user, Roles.User, null, "agent", null), request, session.Id, RunLimits.Of(request).Time, cancellationToken);
        signal.Set();
        return row;
    }

    private async Task CancelAsync(string user, Guid id)
    {
        using var patience = new CancellationTokenSource(CancelPatience, time);
        try
        {
            await runs.CancelAsync(user, id, patience.Token);
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException or OperationCanceledException)
        {
            // Its own deadline ends it; until then the next run of this task goes on with it instead of starting another.
        }
    }

    private async Task<RunRow?> ActiveAsync(string user, string prefix, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<RunRow>(new CommandDefinition(
            $"SELECT {RunRow.Columns} FROM agent.runs WHERE user_name = @user AND starts_with(idempotency_key, @prefix) AND status IN ('running', 'waiting') LIMIT 1",
            new { user, prefix }, cancellationToken: cancellationToken));
    }

    /// <summary>Deletes the conversations of scheduled runs that nothing was added to for so long; returns how many.</summary>
    public async Task<int> ForgetAsync(TimeSpan kept, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            DELETE FROM agent.sessions s WHERE updated_at < @before AND EXISTS (
                SELECT 1 FROM agent.runs r WHERE r.user_name = s.user_name AND r.session_id = s.id AND starts_with(r.idempotency_key, 'rhythm:'))
            """,
            new { before = time.GetUtcNow() - kept }, commandTimeout: 30, cancellationToken: cancellationToken));
    }

    private async Task<string> TextAsync(RunRow row, CancellationToken cancellationToken)
    {
        if (row.Status == "done")
        {
            var messages = await sessions.MessagesAsync(row.User, row.SessionId, 0, cancellationToken);
            return messages.LastOrDefault(m => m.Role == "assistant")?.Content ?? "";
        }

        var kind = row.Status == "waiting" ? "approval_required" : "error";
        await using var connection = await database.OpenAsync(cancellationToken);
        var bodies = await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT body FROM agent.run_events WHERE user_name = @User AND run_id = @Id AND kind = @kind ORDER BY number DESC LIMIT 5",
            new { row.User, row.Id, kind }, cancellationToken: cancellationToken));
        return string.Join(", ", bodies.Select(b => Read(b, kind)).Distinct());
    }

    private static string Read(string body, string kind)
    {
        using var json = JsonDocument.Parse(body);
        return kind == "error" ? json.RootElement.GetProperty("message").GetString()! : json.RootElement.GetProperty("approval").GetProperty("tool").GetString()!;
    }
}
