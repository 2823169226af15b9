using Dapper;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.AgentApi.Rhythm.Store;

/// <summary>One row a minute about the machine: what the profile is learned from again after a restart.</summary>
internal sealed class SampleStore(Database database)
{
    /// <summary>Older rows are deleted by system_maintenance; four weeks are all the profile looks at.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(28);

    private bool _read;

    /// <summary>Writes the minutes that are complete.</summary>
    public async Task WriteAsync(LoadSensor sensor, CancellationToken cancellationToken)
    {
        if (sensor.Minutes.IsEmpty)
        {
            return;
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        while (sensor.Minutes.TryPeek(out var minute))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                INSERT INTO rhythm.samples (at, cpu, foreign_cpu, used_memory, available_memory, memory_pressure)
                VALUES (@At, @Cpu, @ForeignCpu, @UsedMemory, @AvailableMemory, @MemoryPressure) ON CONFLICT DO NOTHING
                """,
                minute, commandTimeout: 5, cancellationToken: cancellationToken));
            sensor.Minutes.TryDequeue(out _);
        }
    }

    /// <summary>Teaches the sensor what was stored before this process began; the first call does it, later ones do nothing.</summary>
    public async Task ReadOnceAsync(LoadSensor sensor, CancellationToken cancellationToken)
    {
        if (_read)
        {
            return;
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT at, foreign_cpu FROM rhythm.samples WHERE at > clock_timestamp() - @kept ORDER BY at", connection);
        command.Parameters.AddWithValue("kept", Kept);
        command.CommandTimeout = 30;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            sensor.Learn(reader.GetFieldValue<DateTimeOffset>(0), reader.GetFloat(1));
        }

        sensor.BuildProfile();
        _read = true;
    }

    /// <summary>Means of each hour since then, oldest first, at most 8 days.</summary>
    public async Task<IReadOnlyList<LoadHour>> HoursAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<LoadHour>(new CommandDefinition(
            """
            SELECT date_trunc('hour', at) AS At, avg(cpu)::float8 AS Cpu, avg(foreign_cpu)::float8 AS ForeignCpu
            FROM rhythm.samples WHERE at >= @since GROUP BY 1 ORDER BY 1 LIMIT 192
            """,
            new { since = since.UtcDateTime }, commandTimeout: 10, cancellationToken: cancellationToken))];
    }

    /// <summary>The stored minutes since <paramref name="since"/>, oldest first, at most a week.</summary>
    public async Task<IReadOnlyList<LoadMinute>> SinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<LoadMinute>(new CommandDefinition(
            """
            SELECT at, cpu::float8 AS Cpu, foreign_cpu::float8 AS ForeignCpu, used_memory::float8 AS UsedMemory,
                   available_memory::float8 AS AvailableMemory, memory_pressure::float8 AS MemoryPressure
            FROM rhythm.samples WHERE at >= @since ORDER BY at LIMIT 10080
            """,
            new { since = since.UtcDateTime }, commandTimeout: 10, cancellationToken: cancellationToken))];
    }
}
