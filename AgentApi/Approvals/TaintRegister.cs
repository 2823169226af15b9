using System.Collections.Concurrent;
using Dapper;
using LocalAi.AgentApi.Pipeline;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Approvals;

/// <summary>
/// Which sessions have seen untrusted content. It is kept in Postgres, because a restart does not make a conversation trustworthy again;
/// the memory in front of it also holds what could not be written yet.
/// </summary>
internal sealed class TaintRegister(Database database, TimeProvider time)
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<(string User, string Session), (string Source, bool Written)> _sources = new();

    public async Task MarkAsync(Caller caller, string source, CancellationToken cancellationToken)
    {
        if (caller.SessionId is not { } session || _sources.GetOrAdd((caller.User, session), (source, false)).Written)
        {
            return;
        }

        if (_sources.Count > MaxRemembered)
        {
            // Rather one that is in Postgres.
            _sources.TryRemove(_sources.OrderByDescending(s => s.Value.Written).First().Key, out _);
        }

        await WriteAsync(caller.User, session, source, cancellationToken);
    }

    /// <summary>Which tool brought untrusted content into the caller's session, or null.</summary>
    public async Task<string?> FindAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (_sources.TryGetValue((caller.User, caller.SessionId!), out var known))
        {
            if (!known.Written)
            {
                await WriteAsync(caller.User, caller.SessionId!, known.Source, cancellationToken);
            }

            return known.Source;
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "SELECT source FROM agent.tainted_sessions WHERE user_name = @User AND session_id = @SessionId",
            new { caller.User, caller.SessionId },
            cancellationToken: cancellationToken));
    }

    private async Task WriteAsync(string user, string session, string source, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO agent.tainted_sessions (user_name, session_id, source, at) VALUES (@user, @session, @source, @now) ON CONFLICT DO NOTHING",
                new { user, session, source, now = time.GetUtcNow() },
                cancellationToken: cancellationToken));
            _sources[(user, session)] = (source, true);
        }
        catch (Exception away) when (away is DatabaseUnavailableException or Npgsql.NpgsqlException)
        {
            // Without Postgres nothing that needs an approval runs; the memory holds it until the next look.
        }
    }
}
