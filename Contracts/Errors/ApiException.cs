using System.Net;

namespace LocalAi.Contracts.Errors;

/// <summary>A service answered with an error, or could not be reached (<see cref="Status"/> is null then).</summary>
public sealed class ApiException : Exception
{
    public ApiException(string message, HttpStatusCode? status = null, string? code = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Status = status;
        Code = code;
    }

    /// <summary>HTTP status, or null when the service did not answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The stable word of the error, for example <c>model_not_found</c>, or null.</summary>
    public string? Code { get; }

    /// <summary>When the service says it is worth trying again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
