using Dapper;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>Alerts and baselines in Postgres. There is at most one open alert for each rule and subject.</summary>
internal sealed class AlertStore(Database database)
{
    // Seconds. The loop waits for these statements.
    private const int Patience = 5;

    // A baseline looks at a week, but not at the last two hours: what may be a trouble now is not learned as normal.
    private const string Learn =
        """
        WITH seen AS (
            SELECT target, milliseconds FROM rhythm.probes
            WHERE status <> 'down' AND at BETWEEN clock_timestamp() - interval '7 days' AND clock_timestamp() - interval '2 hours'),
        middle AS (SELECT target, count(*)::int AS samples, percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds) AS median FROM seen GROUP BY target)
        INSERT INTO rhythm.baselines (target, samples, median, deviation)
        SELECT m.target, m.samples, m.median, percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(s.milliseconds - m.median))
        FROM middle m JOIN seen s USING (target) GROUP BY m.target, m.samples, m.median
        ON CONFLICT (target) DO UPDATE SET samples = EXCLUDED.samples, median = EXCLUDED.median, deviation = EXCLUDED.deviation, learned_at = clock_timestamp()
        """;

    /// <summary>All that has not ended.</summary>
    public async Task<IReadOnlyList<AlertRow>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<AlertRow>(Command($"SELECT {AlertRow.Columns} FROM rhythm.alerts WHERE state <> 'resolved' ORDER BY id LIMIT 2000", null, cancellationToken))];
    }

    /// <summary>The newest alerts: those that are open before those that have ended.</summary>
    public async Task<IReadOnlyList<AlertRow>> ListAsync(bool openOnly, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<AlertRow>(Command(
            $"SELECT {AlertRow.Columns} FROM rhythm.alerts WHERE state <> 'resolved' OR NOT @openOnly ORDER BY (state = 'resolved'), id DESC LIMIT @limit", new { openOnly, limit }, cancellationToken))];
    }

    public async Task<AlertRow?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<AlertRow>(Command($"SELECT {AlertRow.Columns} FROM rhythm.alerts WHERE id = @id", new { id }, cancellationToken));
    }

    /// <summary>Alerts that began in this time, newest first, at most 200.</summary>
    public async Task<IReadOnlyList<AlertRow>> SinceAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<AlertRow>(Command(
            $"SELECT {AlertRow.Columns} FROM rhythm.alerts WHERE since > clock_timestamp() - @window ORDER BY id DESC LIMIT 200", new { window }, cancellationToken))];
    }

    /// <summary>Begins an alert; null when it is open already. It stays silenced when the last one of its kind was.</summary>
    public async Task<AlertRow?> FireAsync(AlertReading reading, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<AlertRow>(Command(
            $"""
             INSERT INTO rhythm.alerts (rule, subject, severity, title, detail, silenced_until)
             VALUES (@Rule, @Subject, @severity, @Title, @detail, (
                 SELECT silenced_until FROM rhythm.alerts WHERE rule = @Rule AND subject = @Subject AND silenced_until > clock_timestamp() ORDER BY id DESC LIMIT 1))
             ON CONFLICT (rule, subject) WHERE state <> 'resolved' DO NOTHING RETURNING {AlertRow.Columns}
             """,
            new { reading.Rule, reading.Subject, severity = reading.Severity.ToString().ToLowerInvariant(), reading.Title, detail = Cut(reading.Detail) }, cancellationToken));
    }

    /// <summary>Ends an alert; null when there is none.</summary>
    public Task<AlertRow?> ResolveAsync(string rule, string subject, CancellationToken cancellationToken) => ChangeAsync(
        "state = 'resolved', resolved_at = clock_timestamp(), changed_at = clock_timestamp() WHERE rule = @rule AND subject = @subject AND state <> 'resolved'",
        new { rule, subject }, cancellationToken);

    /// <summary>A person has seen it; null when it is not open.</summary>
    public Task<AlertRow?> AcknowledgeAsync(long id, string by, string? note, CancellationToken cancellationToken) => ChangeAsync(
        "state = 'acknowledged', changed_by = @by, note = coalesce(@note, note), changed_at = clock_timestamp() WHERE id = @id AND state <> 'resolved'",
        new { id, by, note }, cancellationToken);

    /// <summary>No message about this rule and subject until then; null ends the silence.</summary>
    public Task<AlertRow?> SilenceAsync(long id, DateTimeOffset? until, string by, CancellationToken cancellationToken) => ChangeAsync(
        "silenced_until = @until, changed_by = @by, changed_at = clock_timestamp() WHERE id = @id", new { id, until = until?.UtcDateTime, by }, cancellationToken);

    public async Task<IReadOnlyList<RecentProbes>> RecentAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<RecentProbes>(Command(
            """
            WITH seen AS (
                SELECT target, status, milliseconds, detail, row_number() OVER (PARTITION BY target ORDER BY id DESC) AS n,
                       row_number() OVER (PARTITION BY target, status = 'down' ORDER BY id DESC) AS same
                FROM rhythm.probes WHERE at > clock_timestamp() - interval '3 hours')
            SELECT target AS Target, (count(*) FILTER (WHERE status = 'down' AND n <= 3))::int AS Down,
                   CASE WHEN count(*) FILTER (WHERE status <> 'down' AND same <= 5) = 5
                        THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds) FILTER (WHERE status <> 'down' AND same <= 5) END AS Median,
                   (array_agg(detail ORDER BY n) FILTER (WHERE status = 'down'))[1] AS Detail
            FROM seen GROUP BY target ORDER BY target LIMIT 500
            """,
            null, cancellationToken))];
    }

    public async Task<IReadOnlyList<Baseline>> LearnAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(Command(Learn, null, cancellationToken));
        return [.. await connection.QueryAsync<Baseline>(Command(
            "SELECT target AS Target, samples AS Samples, median AS Median, deviation AS Deviation FROM rhythm.baselines WHERE learned_at > clock_timestamp() - interval '7 days'", null, cancellationToken))];
    }

    private async Task<AlertRow?> ChangeAsync(string change, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<AlertRow>(Command($"UPDATE rhythm.alerts SET {change} RETURNING {AlertRow.Columns}", parameters, cancellationToken));
    }

    private static string Cut(string text) => text.Length <= 2000 ? text : text[..2000];

    private static CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, commandTimeout: Patience, cancellationToken: cancellationToken);
}
