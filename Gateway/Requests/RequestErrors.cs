using LocalAi.Gateway.Errors;

namespace LocalAi.Gateway.Requests;

/// <summary>Errors that name the field of a request.</summary>
internal static class RequestErrors
{
    public static OpenAiErrorException Wrong(string message, string code, string? param = null) => new(OpenAiError.Invalid(message, code, param));

    public static OpenAiErrorException WrongType(string field, string expected) => Wrong($"'{field}' must be {expected}.", "invalid_type", field);

    public static OpenAiErrorException Twice(string field) => Wrong($"'{field}' stands twice in the body.", "duplicate_field", field);
}
