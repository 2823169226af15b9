using LocalAi.Gateway.Resilience;
using LocalAi.Gateway.Upstreams.Providers;

namespace LocalAi.Gateway.Relaying;

/// <summary>What an upstream's error status means.</summary>
internal static class UpstreamAnswers
{
    public static UpstreamFailure Explain(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter, IUpstreamProvider provider)
    {
        var sentence = ErrorBody.Sentence(body.Span);
        var failure = new UpstreamFailure(KindOf(status, body, provider), Tell(status, sentence)) { Status = status, RetryAfter = retryAfter };
        return ErrorBody.IsOpenAiError(body.Span) ? failure with { Body = body } : failure;
    }

    private static FailureKind KindOf(int status, ReadOnlyMemory<byte> body, IUpstreamProvider provider)
    {
        if (provider.IsLoading(status, body.Span))
        {
            return FailureKind.Loading;
        }

        return status switch
        {
            401 or 403 or 407 => FailureKind.Refused,
            404 => FailureKind.Missing,
            429 => FailureKind.Busy,
            502 or 504 => FailureKind.Unavailable,

            // Our Inference service says 503 with this code when it has no model: trying again brings none.
            503 => body.Span.IndexOf("no_model"u8) >= 0 || body.Span.IndexOf("model_not_found"u8) >= 0 ? FailureKind.Missing : FailureKind.Unavailable,
            >= 500 => FailureKind.ServerError,
            >= 400 => FailureKind.Rejected,
            _ => FailureKind.BadAnswer,
        };
    }

    private static string Tell(int status, string? sentence) => (status, sentence) switch
    {
        (401 or 403 or 407, _) => $"refuses its key ({status})",
        (_, null) => $"answered {status}",
        _ => $"answered {status}: {sentence}",
    };
}
