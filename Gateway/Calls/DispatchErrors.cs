using LocalAi.Gateway.Errors;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Relaying;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Resilience;

namespace LocalAi.Gateway.Calls;

/// <summary>One clear error out of what every upstream said.</summary>
internal static class DispatchErrors
{
    public static OpenAiError Compose(ModelCall call, IReadOnlyList<FailedUpstream> failures)
    {
        // The last upstream that was really tried decides when the answer had begun or the request itself is at fault; else the first.
        var telling = failures.FirstOrDefault(f => f.Failure.Kind is FailureKind.Rejected or FailureKind.BrokenStream);
        if (telling.Failure is { Kind: FailureKind.Rejected } rejected)
        {
            return Rejected(telling.Name, rejected);
        }

        if (telling.Failure is { Kind: FailureKind.BrokenStream } broken)
        {
            return new OpenAiError(StatusCodes.Status502BadGateway, $"The answer is incomplete: {telling.Name} {broken.Message}.", "api_error", "upstream_broken_stream");
        }

        var main = failures.FirstOrDefault(f => f.Failure.Kind is not FailureKind.Off);
        var kind = failures.Any(f => f.Failure.Kind is FailureKind.Busy) ? FailureKind.Busy : main.Failure?.Kind ?? FailureKind.Off;
        var (status, code) = StatusOf(kind);
        var list = string.Join("; ", failures.Where(f => f.Failure.Kind is not FailureKind.Off).Select(f => $"{f.Name} {f.Failure.Message}"));
        var message = $"{call.Model} cannot answer now: {(list.Length > 0 ? list : "no upstream is configured and on")}.{Advice(call, failures, kind)}";
        return new OpenAiError(status, message, kind == FailureKind.Busy ? "rate_limit_error" : "api_error", code)
        {
            RetryAfter = failures.Select(f => f.Failure.RetryAfter).Where(r => r is not null).Min()
                ?? (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests ? TimeSpan.FromSeconds(5) : null),
        };
    }

    private static OpenAiError Rejected(string upstream, UpstreamFailure failure)
    {
        var status = failure.Status ?? StatusCodes.Status400BadRequest;
        return new OpenAiError(
            status,
            ErrorBody.Sentence(failure.Body.Span) ?? $"{upstream} {failure.Message}.",
            "invalid_request_error",
            ErrorBody.Field(failure.Body.Span, "code") ?? "upstream_rejected",
            ErrorBody.Field(failure.Body.Span, "param"));
    }

    private static (int Status, string Code) StatusOf(FailureKind kind) => kind switch
    {
        FailureKind.Busy => (StatusCodes.Status429TooManyRequests, "upstream_busy"),
        FailureKind.Loading => (StatusCodes.Status503ServiceUnavailable, "upstream_loading"),
        FailureKind.Unreachable => (StatusCodes.Status503ServiceUnavailable, "upstream_unreachable"),
        FailureKind.Missing or FailureKind.Off => (StatusCodes.Status503ServiceUnavailable, "no_model"),
        FailureKind.BreakerOpen => (StatusCodes.Status503ServiceUnavailable, "upstream_resting"),
        FailureKind.Silent => (StatusCodes.Status504GatewayTimeout, "upstream_silent"),
        FailureKind.Refused => (StatusCodes.Status502BadGateway, "upstream_refused"),
        FailureKind.Unavailable => (StatusCodes.Status503ServiceUnavailable, "upstream_unavailable"),
        _ => (StatusCodes.Status502BadGateway, "upstream_failed"),
    };

    private static string Advice(ModelCall call, IReadOnlyList<FailedUpstream> failures, FailureKind kind)
    {
        if (kind == FailureKind.Busy)
        {
            return " Try again in a moment.";
        }

        if (call.Kind == RequestKind.Embedding)
        {
            return kind is FailureKind.Unreachable ? " Start LocalAi (dotnet run --project AppHost), or set Gateway:Upstreams:embedding:Endpoint." : "";
        }

        if (kind is not (FailureKind.Unreachable or FailureKind.Missing or FailureKind.Off or FailureKind.BreakerOpen))
        {
            return "";
        }

        var there = failures
            .Select(f => (f.Name, Probe: call.Table.Upstreams.GetValueOrDefault(f.Name)?.Probe))
            .SelectMany(f => (f.Probe?.Models ?? []).Select(m => $"{m.Id} ({f.Name})"))
            .Take(20)
            .ToList();
        return (there.Count > 0 ? $" Models that are there: {string.Join(", ", there)}." : "")
            + $" Put a GGUF file into the models folder ({ModelsFolder.Current}), or start LM Studio or Ollama with a model; `ai doctor` shows what is missing.";
    }
}
