namespace LocalAi.ServiceDefaults.Postgres;

/// <summary>Postgres is away, not configured, or its schema is not migrated yet. Answered with 503 and Retry-After.</summary>
public sealed class DatabaseUnavailableException : Exception
{
    public DatabaseUnavailableException(string message)
        : base(message)
    {
    }

    public DatabaseUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
