using Dapper;
using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Rhythm.Store;

/// <summary>
/// Task states and the run log in Postgres. A leader's writes carry its epoch and change nothing once another node leads
/// (fencing; Kleppmann, How to do distributed locking, 2016).
/// </summary>
internal sealed class RhythmStore(Database database, NodeName node)
{
    private const string Leads = "EXISTS (SELECT 1 FROM rhythm.lease WHERE owner = @node AND epoch = @epoch AND expires_at > clock_timestamp())";

    /// <summary>Makes rows for new tasks, ends runs of earlier leaders as lost (they are asked for again), and reads all states.</summary>
    public async Task<IReadOnlyDictionary<string, TaskState>> TakeOverAsync(IReadOnlyCollection<string> tasks, long epoch, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
             INSERT INTO rhythm.tasks (name) SELECT unnest(@tasks) ON CONFLICT DO NOTHING;
             UPDATE rhythm.runs SET ended_at = clock_timestamp(), outcome = 'lost', summary = 'Its node died or lost the lead.'
             WHERE ended_at IS NULL AND epoch < @epoch AND {Leads};
             UPDATE rhythm.tasks SET running_epoch = NULL, running_run = NULL, running_since = NULL, last_ended = clock_timestamp(),
                    request_reason = coalesce(request_reason, 'its last run was lost with its node')
             WHERE running_epoch < @epoch AND {Leads};
             """,
            new { tasks = tasks.ToArray(), epoch, node = node.Value }, cancellationToken: cancellationToken));
        return await ReadAsync(cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, TaskState>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<TaskRow>(new CommandDefinition(
            """
            SELECT name, since, last_started AS LastStarted, last_ended AS LastEnded, last_succeeded AS LastSucceeded,
                   consecutive_failures AS ConsecutiveFailures, running_since AS RunningSince, request_reason AS RequestReason,
                   request_manual AS RequestManual, paused
            FROM rhythm.tasks
            """,
            cancellationToken: cancellationToken));
        return rows.ToDictionary(r => r.Name, r => r.ToState());
    }

    /// <summary>Marks a task as running under the epoch and opens its line in the run log; null when another node leads or the task runs already.</summary>
    public async Task<long?> ClaimAsync(string task, long epoch, string reason, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            $"""
             WITH claimed AS (
                 UPDATE rhythm.tasks SET running_epoch = @epoch, running_run = nextval(pg_get_serial_sequence('rhythm.runs', 'id')),
                        running_since = clock_timestamp(), last_started = clock_timestamp(), request_reason = NULL, request_manual = false
                 WHERE name = @task AND (running_epoch IS NULL OR running_epoch < @epoch) AND {Leads}
                 RETURNING name, running_run)
             INSERT INTO rhythm.runs (id, task, node, epoch, reason) OVERRIDING SYSTEM VALUE
             SELECT running_run, name, @node, @epoch, @reason FROM claimed RETURNING id
             """,
            new { task, epoch, reason, node = node.Value }, cancellationToken: cancellationToken));
    }

    /// <summary>Writes the end of a run; false when it was fenced: another node leads and has ended it as lost.</summary>
    public async Task<bool> FinishAsync(RunOutcome outcome, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var finished = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            $"""
             WITH finished AS (
                 UPDATE rhythm.tasks SET running_epoch = NULL, running_run = NULL, running_since = NULL, last_ended = clock_timestamp(),
                        last_succeeded = CASE WHEN @succeeded THEN clock_timestamp() ELSE last_succeeded END,
                        consecutive_failures = CASE WHEN @succeeded THEN 0 WHEN @counts THEN consecutive_failures + 1 ELSE consecutive_failures END
                 WHERE name = @task AND running_epoch = @epoch AND running_run = @run AND {Leads}
                 RETURNING 1),
             ended AS (
                 UPDATE rhythm.runs SET ended_at = clock_timestamp(), outcome = @outcome, summary = @summary
                 WHERE id = @run AND ended_at IS NULL AND EXISTS (SELECT 1 FROM finished))
             SELECT count(*)::int FROM finished
             """,
            new
            {
                task = outcome.Task,
                epoch = outcome.Epoch,
                run = outcome.Run,
                node = node.Value,
                outcome = outcome.Outcome,
                summary = outcome.Summary,
                succeeded = outcome.IsSuccess,
                counts = outcome.Outcome is RunOutcome.Failed or RunOutcome.Timeout,
            },
            cancellationToken: cancellationToken));
        return finished == 1;
    }

    /// <summary>Writes a run that began and ended while the database was away.</summary>
    public async Task<bool> RecordDetachedAsync(RunOutcome outcome, long epoch, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            $"""
             WITH task AS (
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
            cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>Asks for a run; false for an unknown task. The leader sees it within a tick.</summary>
    public Task<bool> RequestAsync(string task, RunRequest request, CancellationToken cancellationToken) => ChangeAsync(
        "UPDATE rhythm.tasks SET request_reason = @reason, request_manual = request_manual OR @manual WHERE name = @task",
        new { task, reason = request.Reason, manual = request.IsManual }, cancellationToken);

    /// <summary>Pauses a task, or ends its pause with null; false for an unknown task.</summary>
    public Task<bool> PauseAsync(string task, string? reason, CancellationToken cancellationToken) =>
        ChangeAsync("UPDATE rhythm.tasks SET paused = @reason WHERE name = @task", new { task, reason }, cancellationToken);

    /// <summary>The newest runs, of one task or of all.</summary>
    /// <param name="task">Name of a task, or null for all.</param>
    /// <param name="before">Only runs with a smaller id; null for the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<RunRow>> RunsAsync(string? task, long? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<RunRow>(new CommandDefinition(
            """
            SELECT id, task, node, epoch, reason, started_at AS StartedAt, ended_at AS EndedAt, outcome, summary FROM rhythm.runs
            WHERE (@task::text IS NULL OR task = @task) AND (@before::bigint IS NULL OR id < @before) ORDER BY id DESC LIMIT @limit
            """,
            new { task, before, limit }, cancellationToken: cancellationToken))];
    }

    private async Task<bool> ChangeAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var changed = await connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition("UPDATE rhythm.lease SET version = version + 1", transaction: transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return changed == 1;
    }
}
