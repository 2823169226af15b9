using System.Net.Sockets;
using Npgsql;

namespace LocalAi.ServiceDefaults.Postgres;

/// <summary>
/// The service's Postgres: open connections here. A database that is away is an ordinary state: every call either works
/// or ends soon with <see cref="DatabaseUnavailableException"/>, and works again when Postgres is back.
/// </summary>
public sealed class Database
{
    private readonly NpgsqlDataSource? _source;
    private readonly TaskCompletionSource _migrated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _problem;

    internal Database(NpgsqlDataSource? source, DatabaseSchema schema)
    {
        _source = source;
        Schema = schema;
        _problem = source is null
            ? $"Postgres is not configured: set ConnectionStrings:{schema.ConnectionName}."
            : "Postgres is not ready yet.";
    }

    /// <summary>False when no connection string was given: the service runs without Postgres.</summary>
    public bool IsConfigured => _source is not null;

    /// <summary>Why the database cannot be used, or null when the last attempt worked.</summary>
    public string? Problem => _problem;

    /// <summary>Ends when the schema has been migrated by this process. Never ends without a configured database.</summary>
    public Task Migrated => _migrated.Task;

    /// <summary>Name of the connection string.</summary>
    public string ConnectionName => Schema.ConnectionName;

    internal DatabaseSchema Schema { get; }

    /// <summary>Opens a connection from the pool. The schema is migrated.</summary>
    /// <exception cref="DatabaseUnavailableException">Postgres is away, not configured or not migrated.</exception>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (!_migrated.Task.IsCompletedSuccessfully)
        {
            throw new DatabaseUnavailableException(_problem ?? "Postgres is not ready yet.");
        }

        return await OpenUnmigratedAsync(cancellationToken);
    }

    internal async ValueTask<NpgsqlConnection> OpenUnmigratedAsync(CancellationToken cancellationToken)
    {
        if (_source is null)
        {
            throw new DatabaseUnavailableException(_problem!);
        }

        try
        {
            var connection = await _source.OpenConnectionAsync(cancellationToken);
            _problem = null;
            return connection;
        }
        catch (Exception away) when (away is NpgsqlException or SocketException or TimeoutException)
        {
            _problem = "Postgres is away; what needs it works again when it is back.";
            throw new DatabaseUnavailableException(_problem, away);
        }
    }

    internal void ReportMigrated()
    {
        _problem = null;
        _migrated.TrySetResult();
    }

    internal void ReportProblem(string problem) => _problem = problem;
}
