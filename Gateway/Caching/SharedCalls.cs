using LocalAi.Gateway.Calls;
using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Errors;
using LocalAi.Gateway.Relaying;
using LocalAi.Gateway.Telemetry;

namespace LocalAi.Gateway.Caching;

/// <summary>
/// Answers equal requests with one call to an upstream. The call belongs to no caller: it runs as long as somebody wants its answer, whoever
/// asked first.
/// </summary>
internal sealed partial class SharedCalls(AnswerCache cache, CanonicalKeys keys, Dispatcher dispatcher, GatewayTelemetry telemetry, ILogger<SharedCalls> logger)
{
    public const string Header = "x-localai-cache";

    /// <summary>Whether a request's answer may be repeated: it is deterministic, or the caller says so.</summary>
    /// <exception cref="OpenAiErrorException">The header is neither on nor off.</exception>
    public static bool Wants(ModelCall call, string header, CacheOptions options) =>
        options.Enabled && header switch
        {
            "" => call.Shape is { Temperature: 0, HasSeed: true },
            "on" => true,
            "off" => false,
            _ => throw new OpenAiErrorException(OpenAiError.Invalid($"The header {Header} must be on or off.", "invalid_value", Header)),
        };

    /// <summary>Answers from the cache, from a call that runs, or by a new call that others may join.</summary>
    public async ValueTask<OpenAiError?> RunAsync(ModelCall call, AnswerSink sink, CancellationToken clientGone)
    {
        var options = call.Table.Options.Cache;
        var key = keys.KeyOf(call, options.ShareAcrossKeys ? "" : call.Caller.Scope);
        cache.Join(key, options, out var reader, out var started);
        call.Cache = reader is null ? "off" : started is null ? "hit" : "miss";
        telemetry.CountCache(call.Cache);
        if (reader is null)
        {
            return await dispatcher.RunAsync(call, sink, clientGone);
        }

        using (reader)
        {
            if (started is null)
            {
                return await reader.CopyToAsync(sink, clientGone);
            }

            var body = call.Body.Copy();
            var flight = call.WithBody(body);

            // Ends by itself: when the answer is complete, or when its last reader has left.
            _ = FlyAsync(key, flight, started);
            try
            {
                return await reader.CopyToAsync(sink, clientGone);
            }
            finally
            {
                call.TakeOver(flight);
            }
        }
    }

    private async Task FlyAsync(string key, ModelCall call, Recording recording)
    {
        using var body = call.Body;
        using var deserted = new CancellationTokenSource();
        recording.Deserted += () =>
        {
            cache.Abandon(key);
            Cancel(deserted);
        };

        OpenAiError? error;
        try
        {
            error = await dispatcher.RunAsync(call, new RecordingSink(recording), deserted.Token);
        }
        catch (OperationCanceledException)
        {
            error = new OpenAiError(StatusCodes.Status499ClientClosedRequest, "All callers left.", "api_error", "canceled");
        }
        catch (Exception unexpected) when (unexpected is not OutOfMemoryException)
        {
            LogUnexpected(logger, unexpected, call.RequestId);
            error = new OpenAiError(StatusCodes.Status500InternalServerError, "Unexpected error; the gateway's log has it under this request id.", "api_error", "internal_error");
        }

        recording.Complete(error);
        cache.Land(key, recording, call.Table.Options.Cache);
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended in the same moment.
        }
    }

    [LoggerMessage(EventId = 360, Level = LogLevel.Error, Message = "A shared call failed, request {RequestId}")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string requestId);
}
