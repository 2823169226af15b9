namespace LocalAi.Gateway.Errors;

/// <summary>Ends a request on <c>/v1</c> with an OpenAI error object.</summary>
internal sealed class OpenAiErrorException(OpenAiError error) : Exception(error.Message)
{
    public OpenAiError Error { get; } = error;
}
