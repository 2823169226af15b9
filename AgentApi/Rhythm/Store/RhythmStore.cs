using Dapper;
using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.AgentApi.Rhythm.Store;

/// <summary>
/// Task states and the run log in Postgres. A leader's writes carry its epoch and change nothing once another node leads
/// (fencing; Kleppmann, How to do distributed locking, 2016).
/// </summary>
internal sealed class RhythmStore(Database database, NodeName node, RhythmEvents events)
{
    private const string Leads = "EXISTS (SELECT 1 FROM lead)";

    // The lease stays locked until the statement is done: another node cannot take the lead between the check and the write.
    private const string Lead =
        "lead AS MATERIALIZED (SELECT 1 FROM rhythm.lease WHERE owner = @node AND epoch = @epoch AND expires_at > clock_timestamp() FOR SHARE)";

    // The end may be written long after it was: the database's clock then says nothing about it, but it bounds it.
    private const string Ended = "least(clock_timestamp(), @ended)";

    // A task whose runs kill their node is not tried again at once after the third time.
    private const int MostLostInARow = 3;

    // Seconds. The loop waits for these statements: a database that hangs must not hold it for long.
    private const int Patience = 5;

    /// <summary>Makes rows for tasks that have none.</summary>
    public async Task AddTasksAsync(IReadOnlyCollection<string> tasks, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(Command(
            "INSERT INTO rhythm.tasks (name) SELECT unnest(@tasks) ON CONFLICT DO NOTHING", new { tasks = tasks.ToArray() }, cancellationToken));
    }

    /// <summary>Moves runs this node started under its former epoch to its new one. Only right when no other node led in between.</summary>
    public async Task AdoptAsync(IReadOnlyCollection<long> runs, long epoch, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(Command(
            $"""
             WITH {Lead}, adopted AS (
                 UPDATE rhythm.tasks SET running_epoch = @epoch WHERE running_run = ANY(@runs) AND {Leads} RETURNING running_run)
             UPDATE rhythm.runs SET epoch = @epoch FROM adopted WHERE id = adopted.running_run
             """,
            new { runs = runs.ToArray(), epoch, node = node.Value }, cancellationToken));
    }

    /// <summary>Ends what runs under earlier epochs as lost, and asks for it again unless it was lost three times in a row.</summary>
    public async Task TakeOverAsync(long epoch, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(Command(
            $"""
             WITH {Lead}, lost AS (
                 UPDATE rhythm.runs SET ended_at = clock_timestamp(), outcome = 'lost', summary = 'Its node died or lost the lead.'
                 WHERE ended_at IS NULL AND epoch < @epoch AND {Leads})
             UPDATE rhythm.tasks SET running_epoch = NULL, running_run = NULL, running_since = NULL, last_ended = clock_timestamp(),
                    consecutive_failures = consecutive_failures + 1,
                    request_reason = CASE WHEN consecutive_failures + 1 < @most THEN coalesce(request_reason, 'its last run was lost with its node') ELSE request_reason END
             WHERE running_epoch < @epoch AND {Leads}
             """,
            new { epoch, node = node.Value, most = MostLostInARow }, cancellationToken));
    }

    public async Task<IReadOnlyDictionary<string, TaskState>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<TaskRow>(Command(
            """
            SELECT name, since, last_started AS LastStarted, last_ended AS LastEnded, last_succeeded AS LastSucceeded,
                   consecutive_failures AS ConsecutiveFailures, running_since AS RunningSince, request_reason AS RequestReason,
                   request_manual AS RequestManual, paused
            FROM rhythm.tasks
            """,
            null, cancellationToken));
        return rows.ToDictionary(r => r.Name, r => r.ToState());
    }

    /// <summary>
    /// Marks a task as running under the epoch and opens its line in the run log; null when another node leads. The caller must know that it
    /// does not run the task itself: a claim of the same epoch that stands in the table is one whose answer was lost on the way.
    /// </summary>
    public async Task<long?> ClaimAsync(string task, long epoch, string reason, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long?>(Command(
            $"""
             WITH {Lead}, free AS (
                 SELECT name, running_run FROM rhythm.tasks
                 WHERE name = @task AND (running_epoch IS NULL OR running_epoch <= @epoch) AND {Leads} FOR UPDATE),
             unconfirmed AS (
                 UPDATE rhythm.runs SET ended_at = clock_timestamp(), outcome = 'lost', summary = 'Its start was not confirmed.'
                 FROM free WHERE id = free.running_run AND ended_at IS NULL),
             claimed AS (
                 UPDATE rhythm.tasks t SET running_epoch = @epoch, running_run = nextval(pg_get_serial_sequence('rhythm.runs', 'id')),
                        running_since = clock_timestamp(), last_started = clock_timestamp(), request_reason = NULL, request_manual = false
                 FROM free WHERE t.name = free.name
                 RETURNING t.name, t.running_run)
             INSERT INTO rhythm.runs (id, task, node, epoch, reason) OVERRIDING SYSTEM VALUE
             SELECT running_run, name, @node, @epoch, @reason FROM claimed RETURNING id
             """,
            new { task, epoch, reason, node = node.Value }, cancellationToken));
    }

    /// <summary>Writes the end of a run; false when it was fenced: another node leads and has ended it as lost.</summary>
    public async Task<bool> FinishAsync(RunOutcome outcome, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var finished = await connection.ExecuteScalarAsync<int>(Command(
            $"""
             WITH {Lead}, finished AS (
                 UPDATE rhythm.tasks SET running_epoch = NULL, running_run = NULL, running_since = NULL, last_ended = {Ended},
                        last_succeeded = CASE WHEN @succeeded THEN {Ended} ELSE last_succeeded END,
                        consecutive_failures = CASE WHEN @succeeded THEN 0 WHEN @counts THEN consecutive_failures + 1 ELSE consecutive_failures END,
                        request_reason = CASE WHEN @cancelled THEN coalesce(request_reason, 'its last run was cut short when its node stopped') ELSE request_reason END
                 WHERE name = @task AND running_epoch = @epoch AND running_run = @run AND {Leads}
                 RETURNING 1),
             ended AS (
                 UPDATE rhythm.runs SET ended_at = greatest(started_at, {Ended}), outcome = @outcome, summary = @summary
                 WHERE id = @run AND ended_at IS NULL AND EXISTS (SELECT 1 FROM finished))
             SELECT count(*)::int FROM finished
             """,
            new
            {
                task = outcome.Task,
                epoch = outcome.Epoch,
                run = outcome.Run,
                ended = outcome.EndedAt,
                node = node.Value,
                outcome = outcome.Outcome,
                summary = outcome.Summary,
                succeeded = outcome.IsSuccess,
                counts = outcome.Outcome is RunOutcome.Failed or RunOutcome.Timeout,
                cancelled = outcome.Outcome == RunOutcome.Cancelled,
            },
            cancellationToken));
        return finished == 1;
    }

    /// <summary>Writes a run that began and ended while the database was away.</summary>
    public async Task<bool> RecordDetachedAsync(RunOutcome outcome, long epoch, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(Command(
            $"""
             WITH {Lead}, task AS (
                 UPDATE rhythm.tasks SET running_epoch = NULL, running_run = NULL, running_since = NULL, last_started = @started,
                        last_ended = @ended, last_succeeded = CASE WHEN @succeeded THEN @ended ELSE last_succeeded END,
                        consecutive_failures = CASE WHEN @succeeded THEN 0 ELSE consecutive_failures + 1 END
                 WHERE name = @task AND (last_ended IS NULL OR last_ended < @ended) AND {Leads} RETURNING name),
             run AS (
                 INSERT INTO rhythm.runs (task, node, epoch, reason, started_at, ended_at, outcome, summary)
                 SELECT name, @node, @epoch, @reason, @started, @ended, @outcome, @summary FROM task)
             SELECT count(*)::int FROM task
             """,
            new
            {
                task = outcome.Task,
                epoch,
                node = node.Value,
                reason = outcome.Reason,
                started = outcome.StartedAt,
                ended = outcome.EndedAt,
                outcome = outcome.Outcome,
                summary = outcome.Summary,
                succeeded = outcome.IsSuccess,
            },
            cancellationToken)) == 1;
    }

    /// <summary>Asks for a run; false for an unknown task. The leader sees it within a tick.</summary>
    public Task<bool> RequestAsync(string task, RunRequest request, CancellationToken cancellationToken) => ChangeAsync(
        "UPDATE rhythm.tasks SET request_reason = @reason, request_manual = request_manual OR @manual WHERE name = @task",
        new { task, reason = request.Reason, manual = request.IsManual }, cancellationToken);

    /// <summary>Pauses a task, or ends its pause with null; false for an unknown task.</summary>
    public Task<bool> PauseAsync(string task, string? reason, CancellationToken cancellationToken) =>
        ChangeAsync("UPDATE rhythm.tasks SET paused = @reason WHERE name = @task", new { task, reason }, cancellationToken);

    /// <summary>The policy a person chose, or null.</summary>
    public async Task<string?> ReadPolicyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<string?>(Command("SELECT policy FROM rhythm.lease", null, cancellationToken));
    }

    /// <summary>Chooses a policy; null goes back to the configured one.</summary>
    public Task SetPolicyAsync(string? policy, CancellationToken cancellationToken) =>
        ChangeAsync("UPDATE rhythm.lease SET policy = @policy", new { policy }, cancellationToken);

    /// <summary>The newest runs, of one task or of all.</summary>
    /// <param name="task">Name of a task, or null for all.</param>
    /// <param name="before">Only runs with a smaller id; null for the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<RunRow>> RunsAsync(string? task, long? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<RunRow>(Command(
            """
            SELECT id, task, node, epoch, reason, started_at AS StartedAt, ended_at AS EndedAt, outcome, summary FROM rhythm.runs
            WHERE (@task::text IS NULL OR task = @task) AND (@before::bigint IS NULL OR id < @before) ORDER BY id DESC LIMIT @limit
            """,
            new { task, before, limit }, cancellationToken))];
    }

    private async Task<bool> ChangeAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // The lease first, like every statement of a leader: the same order of locks cannot deadlock.
        await connection.ExecuteAsync(Command("UPDATE rhythm.lease SET version = version + 1", null, cancellationToken, transaction));
        var changed = await connection.ExecuteAsync(Command(sql, parameters, cancellationToken, transaction));
        await transaction.CommitAsync(cancellationToken);
        events.NoteChange();
        return changed == 1;
    }

    private static CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken, NpgsqlTransaction? transaction = null) =>
        new(sql, parameters, transaction, Patience, cancellationToken: cancellationToken);
}
