using System.Text.Json;
using Dapper;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Documents;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.Rag.Jobs;

/// <summary>
/// Jobs in Postgres. A running job is held by a lease that its process renews; when the process dies or loses the database, the lease runs out and
/// whoever comes first goes on with the job.
/// </summary>
internal sealed class JobStore(Database database)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private const string Columns =
        "id, kind, collection, path, state, priority, progress::text AS progress, problems::text AS problems, notes, error, cancel_requested, attempts, created_at, started_at, finished_at";

    private const int ProblemsKept = 200;

    /// <summary>Identifies this process in leases.</summary>
    public Guid Owner { get; } = Guid.NewGuid();

    /// <returns>The new job, or null when <paramref name="mostOpen"/> jobs are open already.</returns>
    public async Task<JobStatus?> AddAsync(NewJob job, int mostOpen, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<JobRow>(new CommandDefinition(
            $"""
            INSERT INTO rag.jobs (id, kind, collection, path, request, state, priority)
            SELECT @id, @kind, @Collection, @path, @Request, 'queued', @Priority
            WHERE (SELECT count(*) FROM rag.jobs WHERE state IN ('queued', 'running')) < @mostOpen
            RETURNING {Columns}
            """,
            new
            {
                id = Guid.CreateVersion7(),
                kind = Word(job.Kind),
                job.Collection,
                path = job.Path is null ? null : StorableText.Of(job.Path),
                job.Request,
                job.Priority,
                mostOpen,
            },
            cancellationToken: cancellationToken));
        return row?.ToStatus();
    }

    /// <summary>An open job of the same kind, collection and path that has not begun, or null.</summary>
    public async Task<bool> IsQueuedAsync(JobKind kind, string collection, string path, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT 1 FROM rag.jobs WHERE state = 'queued' AND kind = @kind AND collection = @collection AND path = @path)",
            new { kind = Word(kind), collection, path },
            cancellationToken: cancellationToken));
    }

    /// <summary>Takes the next job whose collection nobody works on, or one whose holder is gone.</summary>
    /// <param name="running">Jobs this process is running.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ClaimedJob?> ClaimAsync(IReadOnlyCollection<Guid> running, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // One claim at a time: "nobody works on the collection" must still hold when the row is written.
        await connection.ExecuteAsync(new CommandDefinition("SELECT pg_advisory_xact_lock(hashtextextended('rag.jobs.claim', 0))", transaction: transaction, cancellationToken: cancellationToken));
        var row = await connection.QuerySingleOrDefaultAsync<JobRow>(new CommandDefinition(
            $"""
            UPDATE rag.jobs SET state = 'running', owner = @Owner, lease_until = now() + @Lease, attempts = attempts + 1, started_at = coalesce(started_at, now())
            WHERE id = (
                SELECT j.id FROM rag.jobs j
                WHERE NOT j.id = ANY(@running)
                  AND (j.state = 'queued' OR (j.state = 'running' AND (j.lease_until < now() OR j.owner = @Owner)))
                  AND NOT EXISTS (
                      SELECT 1 FROM rag.jobs o WHERE o.collection = j.collection AND o.id <> j.id AND o.state = 'running'
                        AND o.lease_until >= now() AND (o.owner <> @Owner OR o.id = ANY(@running)))
                ORDER BY j.priority, j.created_at LIMIT 1)
            RETURNING {Columns}
            """,
            new { Owner, Lease, running = running.ToArray() },
            transaction,
            cancellationToken: cancellationToken));
        if (row is null)
        {
            return null;
        }

        var request = await connection.QuerySingleAsync<byte[]>(
            new CommandDefinition("SELECT request FROM rag.jobs WHERE id = @Id", new { row.Id }, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return new ClaimedJob(row.ToStatus(), request, row.Priority, row.Attempts);
    }

    /// <summary>Writes how far the job is and renews its lease.</summary>
    /// <returns>False when the job must stop: it was cancelled, or another process holds it.</returns>
    public async Task<bool> RenewAsync(JobStatus status, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            UPDATE rag.jobs SET lease_until = now() + $3, progress = $4, problems = $5, notes = $6
            WHERE id = $1 AND owner = $2 AND state = 'running' RETURNING cancel_requested
            """,
            connection);
        AddStatus(command, status);
        return await command.ExecuteScalarAsync(cancellationToken) is false;
    }

    /// <summary>Ends the job. The request is dropped when it cannot be resumed.</summary>
    public async Task FinishAsync(JobStatus status, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            UPDATE rag.jobs SET lease_until = NULL, owner = NULL, finished_at = now(), progress = $4, problems = $5, notes = $6, state = $7, error = $8, cancel_requested = false,
                request = CASE WHEN $7 = 'done' THEN ''::bytea ELSE request END
            WHERE id = $1 AND owner = $2 AND state = 'running' AND $3 IS NOT NULL
            """,
            connection);
        AddStatus(command, status);
        command.Parameters.Add(new() { Value = Word(status.State) });
        command.Parameters.Add(new() { Value = status.Error is null ? DBNull.Value : StorableText.Of(status.Error), NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives the job back, so that this or another process goes on with it.</summary>
    public async Task ReleaseAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE rag.jobs SET state = 'queued', owner = NULL, lease_until = NULL WHERE id = @id AND owner = @Owner AND state = 'running'",
            new { id, Owner },
            cancellationToken: cancellationToken));
    }

    public async Task<JobRow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<JobRow>(
            new CommandDefinition($"SELECT {Columns} FROM rag.jobs WHERE id = @id", new { id }, cancellationToken: cancellationToken));
    }

    /// <summary>Jobs, newest first, older than <paramref name="before"/>.</summary>
    public async Task<List<JobRow>> ListAsync(Guid? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<JobRow>(new CommandDefinition(
            $"""
            SELECT {Columns} FROM rag.jobs
            WHERE @before::uuid IS NULL OR (created_at, id) < (SELECT created_at, id FROM rag.jobs WHERE id = @before)
            ORDER BY created_at DESC, id DESC LIMIT @limit
            """,
            new { before, limit },
            cancellationToken: cancellationToken));
        return rows.AsList();
    }

    /// <summary>Cancels a queued job at once and asks the holder of a running one to stop.</summary>
    public async Task<JobRow?> CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<JobRow>(new CommandDefinition(
            $"""
            UPDATE rag.jobs SET
                cancel_requested = state = 'running',
                finished_at = CASE WHEN state = 'queued' THEN now() ELSE finished_at END,
                state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END
            WHERE id = @id RETURNING {Columns}
            """,
            new { id },
            cancellationToken: cancellationToken));
    }

    /// <summary>Puts a cancelled or failed job back into the queue.</summary>
    public async Task<JobRow?> ResumeAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<JobRow>(new CommandDefinition(
            $"""
            UPDATE rag.jobs SET state = 'queued', error = NULL, finished_at = NULL, cancel_requested = false, priority = 0
            WHERE id = @id AND state IN ('cancelled', 'failed') RETURNING {Columns}
            """,
            new { id },
            cancellationToken: cancellationToken));
    }

    /// <summary>Deletes ended jobs older than <paramref name="before"/>.</summary>
    public async Task<int> DeleteEndedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM rag.jobs WHERE state IN ('done', 'failed', 'cancelled') AND finished_at < @before", new { before = before.UtcDateTime }, cancellationToken: cancellationToken));
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private void AddStatus(NpgsqlCommand command, JobStatus status)
    {
        command.Parameters.Add(new() { Value = status.Id });
        command.Parameters.Add(new() { Value = Owner });
        command.Parameters.Add(new() { Value = Lease, NpgsqlDbType = NpgsqlDbType.Interval });
        command.Parameters.Add(new() { Value = Json(status.Progress), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = Json(status.Problems.Take(ProblemsKept)), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = status.Notes.Select(StorableText.Of).ToArray() });
    }

    private static string Json<T>(T value) => StorableText.Of(JsonSerializer.Serialize(value, RagJson.Options)).Replace("\\u0000", " ", StringComparison.Ordinal);
}
