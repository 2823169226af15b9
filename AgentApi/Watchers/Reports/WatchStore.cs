using System.Text.Json;
using Dapper;
using LocalAi.AgentApi.Rhythm.Detection;
using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Watchers.Reports;

/// <summary>
/// What the watchers saw and did, in Postgres: the last report of each, findings with their beginning and end (90 days), acts (a year: they bound the
/// next ones) and the half hours of the leak test (as long as the test looks back).
/// </summary>
internal sealed class WatchStore(Database database, NodeName node)
{
    private const int Patience = 10;
    private const int MostOpen = FindingBoard.Most;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Keeps a report instead of the watcher's last one, opens new findings and closes those that are gone.</summary>
    public async Task SaveAsync(WatchReport report, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO rhythm.watch_reports (watcher, node, at, summary, things) VALUES (@watcher, @node, clock_timestamp(), @summary, @things::jsonb)
            ON CONFLICT (watcher) DO UPDATE SET node = excluded.node, at = excluded.at, summary = excluded.summary, things = excluded.things
            """,
            new { watcher = report.Watcher, node = node.Value, summary = report.Summary, things = JsonSerializer.Serialize(report.Things.Take(WatchReport.MostThings), Json) },
            transaction, Patience, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE rhythm.findings SET cleared_at = clock_timestamp() WHERE cleared_at IS NULL AND starts_with(key, @prefix) AND NOT key = ANY(@keys);
            INSERT INTO rhythm.findings (key, severity, title, detail, fix, since)
            SELECT * FROM unnest(@keys, @severities, @titles, @details, @fixes, @since)
            ON CONFLICT (key) WHERE cleared_at IS NULL
            DO UPDATE SET severity = excluded.severity, title = excluded.title, detail = excluded.detail, fix = excluded.fix
            """,
            new
            {
                prefix = report.Watcher + "/",
                keys = report.Findings.Select(f => f.Key).ToArray(),
                severities = report.Findings.Select(f => f.Severity.Word()).ToArray(),
                titles = report.Findings.Select(f => f.Title).ToArray(),
                details = report.Findings.Select(f => f.Detail).ToArray(),
                fixes = report.Findings.Select(f => f.Fix).ToArray(),
                since = report.Findings.Select(f => f.Since.UtcDateTime).ToArray(),
            },
            transaction, Patience, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<StoredReport>> ReportsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Watcher, string Node, DateTime At, string Summary, string Things)>(new CommandDefinition(
            "SELECT watcher, node, at, summary, things::text FROM rhythm.watch_reports ORDER BY watcher LIMIT 100", commandTimeout: Patience, cancellationToken: cancellationToken));
        return [.. rows.Select(r => new StoredReport(r.Watcher, r.Node, r.At, r.Summary, JsonSerializer.Deserialize<List<WatchedThing>>(r.Things, Json) ?? []))];
    }

    /// <summary>The findings that hold, the most severe first, then the oldest.</summary>
    public async Task<IReadOnlyList<Finding>> OpenFindingsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Key, string Severity, string Title, string Detail, string Fix, DateTime Since)>(new CommandDefinition(
            "SELECT key, severity, title, detail, fix, since FROM rhythm.findings WHERE cleared_at IS NULL ORDER BY since, key LIMIT @most",
            new { most = MostOpen }, commandTimeout: Patience, cancellationToken: cancellationToken));
        return [.. rows.Select(r => new Finding(r.Key, FindingSeverities.Parse(r.Severity), r.Title, r.Detail, r.Fix, r.Since)).OrderByDescending(f => f.Severity)];
    }

    /// <summary>Notes an act before it is done; returns its id.</summary>
    public async Task<long> AddActAsync(string target, string act, string reason, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "INSERT INTO rhythm.watch_acts (target, act, reason, node) VALUES (@target, @act, @reason, @node) RETURNING id",
            new { target, act, reason, node = node.Value }, commandTimeout: Patience, cancellationToken: cancellationToken));
    }

    /// <summary>Writes how an act ended; null takes it back: it was not done.</summary>
    public async Task EndActAsync(long id, string? outcome, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            outcome is null ? "DELETE FROM rhythm.watch_acts WHERE id = @id" : "UPDATE rhythm.watch_acts SET outcome = @outcome WHERE id = @id",
            new { id, outcome = outcome is { Length: > 500 } ? outcome[..500] : outcome }, commandTimeout: Patience, cancellationToken: cancellationToken));
    }

    /// <summary>How often an act was done to a target, and how long ago the last time was.</summary>
    public async Task<ActHistory> HistoryAsync(string target, string act, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<ActHistory>(new CommandDefinition(
            """
            SELECT (count(*) FILTER (WHERE at > clock_timestamp() - interval '1 day'))::int AS LastDay, count(*)::int AS LastWeek,
                   extract(epoch FROM clock_timestamp() - max(at))::float8 AS SecondsSince
            FROM rhythm.watch_acts WHERE target = @target AND act = @act AND at > clock_timestamp() - interval '7 days'
            """,
            new { target, act }, commandTimeout: Patience, cancellationToken: cancellationToken));
    }

    /// <summary>The newest acts.</summary>
    public async Task<IReadOnlyList<WatchAct>> ActsAsync(int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<WatchAct>(new CommandDefinition(
            "SELECT at, target, act, reason, outcome FROM rhythm.watch_acts ORDER BY id DESC LIMIT @limit", new { limit }, commandTimeout: Patience, cancellationToken: cancellationToken))];
    }

    /// <summary>The half hours of a server that are young enough to matter, oldest first.</summary>
    public async Task<IReadOnlyList<LeakBin>> BinsAsync(string server, long since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. (await connection.QueryAsync<(long Number, string Key, double Minimum)>(new CommandDefinition(
            "SELECT bin, key, minimum FROM rhythm.leak_bins WHERE server = @server AND bin > @since ORDER BY bin LIMIT 2000",
            new { server, since }, commandTimeout: Patience, cancellationToken: cancellationToken))).Select(r => new LeakBin(r.Number, r.Key, r.Minimum))];
    }

    /// <summary>Keeps a half hour and forgets those of all servers that are too old.</summary>
    public async Task AddBinAsync(string server, LeakBin bin, long since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            DELETE FROM rhythm.leak_bins WHERE bin <= @since;
            INSERT INTO rhythm.leak_bins (server, bin, key, minimum) VALUES (@server, @number, @key, @minimum)
            ON CONFLICT (server, bin) DO UPDATE SET key = excluded.key, minimum = least(leak_bins.minimum, excluded.minimum)
            """,
            new { server, number = bin.Number, key = bin.Key, minimum = bin.Minimum, since }, commandTimeout: Patience, cancellationToken: cancellationToken));
    }
}
