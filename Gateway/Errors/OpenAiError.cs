namespace LocalAi.Gateway.Errors;

/// <summary>An error as OpenAI clients understand it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">One sentence that says what is wrong and what to do.</param>
/// <param name="Type">invalid_request_error, authentication_error, permission_error, rate_limit_error or api_error.</param>
/// <param name="Code">A stable word, for example <c>model_not_found</c>.</param>
/// <param name="Param">The field that is wrong, or null.</param>
internal sealed record OpenAiError(int Status, string Message, string Type, string Code, string? Param = null)
{
    /// <summary>When it is worth trying again, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static OpenAiError Invalid(string message, string code, string? param = null) =>
        new(StatusCodes.Status400BadRequest, message, "invalid_request_error", code, param);

    public static OpenAiError TooMany(string message, string code, TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, message, "rate_limit_error", code) { RetryAfter = retryAfter };
}
