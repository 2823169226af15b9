using LocalAi.Hosting.Dashboard.Access;
using LocalAi.Hosting.Dashboard.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>OTLP/HTTP (specification 1.11): POST /v1/logs, /v1/traces, /v1/metrics in protobuf or JSON, plain or gzip.</summary>
internal sealed partial class OtlpReceiver : IDisposable
{
    // Bodies are held in memory while they are read: this many at once, the others wait a little, then retry.
    private const int MaxConcurrent = 8;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxRead = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _slots = new(MaxConcurrent, MaxConcurrent);
    private readonly TelemetryStores _stores;
    private readonly OtlpLimits _limits;
    private readonly int _maxBytes;
    private readonly Secret? _apiKey;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public OtlpReceiver(TelemetryStores stores, DashboardOptions options, TimeProvider time, ILogger logger)
    {
        _stores = stores;
        _limits = OtlpLimits.From(options);
        _maxBytes = options.MaxOtlpRequestBytes;
        _apiKey = options.OtlpApiKey is { } key ? new Secret(key) : null;
        _time = time;
        _logger = logger;
    }

    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var mediaType = request.ContentType?.Split(';')[0].Trim();
        var isJson = string.Equals(mediaType, OtlpAnswer.Json, StringComparison.OrdinalIgnoreCase);
        var answer = new OtlpAnswer(isJson);

        // Exporters are no browsers: a request with an Origin is a web page that guesses ports.
        if (!LoopbackRules.IsLoopback(request.Host) || request.Headers.Origin.Count > 0)
        {
            await answer.FailureAsync(context, 403, "Telemetry is taken from programs of this machine only.");
            return;
        }

        if (request.Path.Value is not ("/v1/logs" or "/v1/traces" or "/v1/metrics"))
        {
            await answer.FailureAsync(context, 404, "Paths are /v1/logs, /v1/traces and /v1/metrics. This is OTLP over HTTP; gRPC is not served.");
            return;
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            context.Response.Headers.Allow = "POST";
            await answer.FailureAsync(context, 405, "Telemetry is sent with POST.");
            return;
        }

        if (_apiKey is not null && !_apiKey.Matches(request.Headers["x-otlp-api-key"].ToString()))
        {
            await answer.FailureAsync(context, 401, "Header x-otlp-api-key is missing or wrong; the host gives it to its resources in OTEL_EXPORTER_OTLP_HEADERS.");
            return;
        }

        if (!isJson && !string.Equals(mediaType, OtlpAnswer.Protobuf, StringComparison.OrdinalIgnoreCase))
        {
            await answer.FailureAsync(context, 415, $"Content-Type must be {OtlpAnswer.Protobuf} or {OtlpAnswer.Json}.");
            return;
        }

        if (!await _slots.WaitAsync(MaxWait, context.RequestAborted))
        {
            context.Response.Headers.RetryAfter = "1";
            await answer.FailureAsync(context, 503, "Too much telemetry at once; retry.");
            return;
        }

        try
        {
            await ReceiveAsync(context, isJson, answer);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private async Task ReceiveAsync(HttpContext context, bool isJson, OtlpAnswer answer)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        timeout.CancelAfter(MaxRead);
        try
        {
            if (await OtlpBody.ReadAsync(context.Request, _maxBytes, timeout.Token) is not { } body)
            {
                await answer.FailureAsync(context, 413, $"A request may have {_maxBytes} bytes, also when unpacked; send smaller batches.");
                return;
            }

            var (rejected, reason, rejectedName) = Keep(context.Request.Path.Value!, body, isJson);
            await answer.SuccessAsync(context, rejected, reason, rejectedName);
        }
        catch (OtlpFormatException exception)
        {
            LogMalformed(context.Request.Path.Value!, exception.Message);
            await answer.FailureAsync(context, 400, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            await answer.FailureAsync(context, exception.StatusCode, exception.Message);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            await answer.FailureAsync(context, 408, $"The body did not arrive within {MaxRead.TotalSeconds:0} s.");
        }
    }

    private (int Rejected, string? Reason, string RejectedName) Keep(string path, ArraySegment<byte> body, bool isJson)
    {
        switch (path)
        {
            case "/v1/logs":
                var logs = isJson ? JsonRequest.Decode(body, root => JsonLogs.Decode(root, _limits, _time)) : ProtobufLogs.Decode(body, _limits, _time);
                _stores.Logs.Add(logs.Entries);
                return (logs.Rejected, logs.Reason, "rejectedLogRecords");
            case "/v1/traces":
                var spans = isJson ? JsonRequest.Decode(body, root => JsonTraces.Decode(root, _limits)) : ProtobufTraces.Decode(body, _limits);
                _stores.Traces.Add(spans.Entries);
                return (spans.Rejected, spans.Reason, "rejectedSpans");
            default:
                var points = isJson ? JsonRequest.Decode(body, root => JsonMetrics.Decode(root, _limits)) : ProtobufMetrics.Decode(body, _limits);
                _stores.Metrics.Add(points.Entries);
                return (points.Rejected, points.Reason, "rejectedDataPoints");
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "Refused malformed telemetry at {Path}: {Reason}")]
    private partial void LogMalformed(string path, string reason);
}
