using Dapper;
using LocalAi.AgentApi.Rhythm.Tasks;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Rhythm.Store;

/// <summary>What the tasks found, and the figures they draw from it.</summary>
internal sealed class ProbeStore(Database database)
{
    private const int Patience = 30;

    public async Task AddAsync(IReadOnlyCollection<ProbeResult> results, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(Command(
            "INSERT INTO rhythm.probes (target, status, milliseconds, detail) SELECT * FROM unnest(@targets, @statuses, @milliseconds, @details)",
            new
            {
                targets = results.Select(r => r.Target).ToArray(),
                statuses = results.Select(r => r.Status).ToArray(),
                milliseconds = results.Select(r => (float)r.Milliseconds).ToArray(),
                details = results.Select(r => r.Detail).ToArray(),
            },
            cancellationToken));
    }

    /// <summary>Writes the row of the last <paramref name="window"/>; returns it and the means of the rows of the last week.</summary>
    public async Task<(Benchmark Now, Benchmark Week)> AddBenchmarkAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var now = await connection.QuerySingleAsync<Benchmark>(Command(
            """
            WITH load AS (
                SELECT avg(cpu) AS cpu, avg(foreign_cpu) AS foreign_cpu, avg(used_memory) AS used_memory
                FROM rhythm.samples WHERE at > clock_timestamp() - @window),
            recent AS (SELECT target, status, milliseconds FROM rhythm.probes WHERE at > clock_timestamp() - @window),
            slow AS (
                SELECT target, percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds) AS median
                FROM recent WHERE status <> 'down' GROUP BY target ORDER BY median DESC LIMIT 1)
            INSERT INTO rhythm.benchmarks (cpu, foreign_cpu, used_memory, slowest, slowest_median, availability)
            SELECT cpu, foreign_cpu, used_memory, slow.target, slow.median, (SELECT avg((status <> 'down')::int) FROM recent)
            FROM load LEFT JOIN slow ON true
            RETURNING cpu::float8 AS Cpu, foreign_cpu::float8 AS ForeignCpu, used_memory::float8 AS UsedMemory, slowest AS Slowest,
                      slowest_median::float8 AS SlowestMedian, availability::float8 AS Availability
            """,
            new { window }, cancellationToken));
        var week = await connection.QuerySingleAsync<Benchmark>(Command(
            """
            SELECT avg(cpu)::float8 AS Cpu, avg(foreign_cpu)::float8 AS ForeignCpu, avg(used_memory)::float8 AS UsedMemory, avg(availability)::float8 AS Availability
            FROM rhythm.benchmarks WHERE at > clock_timestamp() - interval '7 days'
            """,
            null, cancellationToken));
        return (now, week);
    }

    public async Task<IReadOnlyList<TargetHealth>> TargetsAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<TargetHealth>(Command(
            """
            SELECT target AS Target, count(*)::int AS Probes, (count(*) FILTER (WHERE status = 'down'))::int AS Down,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds) FILTER (WHERE status <> 'down') AS Median,
                   percentile_cont(0.95) WITHIN GROUP (ORDER BY milliseconds) FILTER (WHERE status <> 'down') AS P95,
                   (array_agg(detail ORDER BY at DESC) FILTER (WHERE status <> 'ok'))[1] AS LastDetail
            FROM rhythm.probes WHERE at > clock_timestamp() - @window GROUP BY target ORDER BY target
            """,
            new { window }, cancellationToken))];
    }

    public Task<IReadOnlyList<RunCount>> FailedRunsAsync(TimeSpan window, CancellationToken cancellationToken) =>
        RunsAsync("outcome IN ('failed', 'timeout', 'lost')", window, cancellationToken);

    public Task<IReadOnlyList<RunCount>> AllRunsAsync(TimeSpan window, CancellationToken cancellationToken) => RunsAsync("outcome IS NOT NULL", window, cancellationToken);

    /// <summary>Deletes what is older than it is kept; returns the number of rows.</summary>
    /// <param name="table">A table of the schema rhythm.</param>
    /// <param name="column">Its time.</param>
    /// <param name="kept">How long rows are kept.</param>
    /// <param name="cancellationToken">Ends it; what is deleted stays deleted.</param>
    public async Task<int> DeleteOlderAsync(string table, string column, TimeSpan kept, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(Command($"DELETE FROM rhythm.{table} WHERE {column} < clock_timestamp() - @kept", new { kept }, cancellationToken));
    }

    private async Task<IReadOnlyList<RunCount>> RunsAsync(string condition, TimeSpan window, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<RunCount>(Command(
            $"""
             SELECT task AS Task, outcome AS Outcome, count(*)::int AS Count, avg(extract(epoch FROM ended_at - started_at))::float8 AS Seconds,
                    (array_agg(summary ORDER BY id DESC))[1] AS LastSummary
             FROM rhythm.runs WHERE started_at > clock_timestamp() - @window AND {condition} GROUP BY task, outcome ORDER BY task, outcome
             """,
            new { window }, cancellationToken))];
    }

    private static CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, commandTimeout: Patience, cancellationToken: cancellationToken);
}
