namespace LocalAi.ServiceDefaults.Errors;

/// <summary>Ends a request with problem details (RFC 9457). Thrown where the caller made the mistake or a part is away.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="detail">One sentence that says what is wrong and what to do.</param>
public sealed class RequestProblemException(int status, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    /// <summary>The field of the request that is wrong, or null.</summary>
    public string? Field { get; init; }

    /// <summary>A stable word for programs, for example <c>collection_not_found</c>.</summary>
    public string? Code { get; init; }

    /// <summary>When it is worth trying again, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
