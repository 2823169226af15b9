using LocalAi.Gateway.Calls;
using LocalAi.Gateway.Routing;

namespace LocalAi.Gateway.Telemetry;

/// <summary>One line per request, as many a second as <c>Gateway:AccessLogPerSecond</c> allows; the others are counted.</summary>
internal sealed partial class AccessLog(RoutingTableSource table, TimeProvider time, ILogger<AccessLog> logger)
{
    private readonly Lock _gate = new();
    private long _second;
    private int _written;
    private int _suppressed;

    public void Write(ModelCall call, TimeSpan duration)
    {
        var most = table.Current.Options.AccessLogPerSecond;
        if (most == 0 || !logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        int left;
        lock (_gate)
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            left = second == _second ? 0 : _suppressed;
            if (second != _second)
            {
                (_second, _written, _suppressed) = (second, 0, 0);
            }

            if (_written++ >= most)
            {
                _suppressed++;
                return;
            }
        }

        if (left > 0)
        {
            LogSuppressed(logger, left);
        }

        LogCall(
            logger, call.Outcome, call.Model, call.Upstream ?? "none", (int)duration.TotalMilliseconds, call.Usage.Prompt, call.Usage.Completion,
            call.Cache, call.Retries, call.Fallbacks, call.Caller.User, call.RequestId, call.Reason ?? "named");
    }

    [LoggerMessage(EventId = 350, Level = LogLevel.Information,
        Message = "{Outcome} {Model} on {Upstream} in {Milliseconds} ms, tokens {PromptTokens}+{CompletionTokens}, cache {Cache}, retries {Retries}, fallbacks {Fallbacks}, user {User}, request {RequestId}, picked {Reason}")]
    private static partial void LogCall(
        ILogger logger, string outcome, string model, string upstream, int milliseconds, int promptTokens, int completionTokens,
        string cache, int retries, int fallbacks, string user, string requestId, string reason);

    [LoggerMessage(EventId = 351, Level = LogLevel.Information, Message = "and {Count} more requests in that second")]
    private static partial void LogSuppressed(ILogger logger, int count);
}
