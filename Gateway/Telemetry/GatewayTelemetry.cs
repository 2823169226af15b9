using System.Diagnostics;
using System.Diagnostics.Metrics;
using LocalAi.Gateway.Calls;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Resilience;
using LocalAi.Gateway.Upstreams;

namespace LocalAi.Gateway.Telemetry;

/// <summary>Spans and metrics by the OpenTelemetry GenAI conventions, and the gateway's own.</summary>
internal sealed class GatewayTelemetry : IDisposable
{
    public const string Name = "LocalAi.Gateway";

    // Bucket bounds as the GenAI conventions advise them.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    };

    private static readonly InstrumentAdvice<long> Tokens = new()
    {
        HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576],
    };

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<double> _perToken;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _queue;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _cache;
    private readonly TimeProvider _time;

    public GatewayTelemetry(IMeterFactory meters, IConfiguration configuration, TimeProvider time)
    {
        _time = time;
        CapturesContent = bool.TryParse(configuration["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"], out var captures) && captures;
        _meter = meters.Create(Name);
        _duration = _meter.CreateHistogram("gen_ai.server.request.duration", "s", "From the request's last byte to the answer's last byte", advice: Seconds);
        _firstToken = _meter.CreateHistogram("gen_ai.server.time_to_first_token", "s", "From the request's last byte to the answer's first part", advice: Seconds);
        _perToken = _meter.CreateHistogram("gen_ai.server.time_per_output_token", "s", "Per token after the first", advice: Seconds);
        _tokens = _meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens of a call", advice: Tokens);
        _queue = _meter.CreateHistogram("localai.gateway.queue.duration", "s", "Time in the line before an upstream", advice: Seconds);
        _retries = _meter.CreateCounter<long>("localai.gateway.retries", "{attempt}", "Attempts beyond the first");
        _fallbacks = _meter.CreateCounter<long>("localai.gateway.fallbacks", "{call}", "Upstreams given up for the next");
        _cache = _meter.CreateCounter<long>("localai.gateway.cache", "{call}", "Calls that may be answered from the cache");
    }

    /// <summary>True when prompts and answers may be recorded.</summary>
    public bool CapturesContent { get; }

    public void CountRetry(string upstream) => _retries.Add(1, new KeyValuePair<string, object?>("upstream", upstream));

    public void CountFallback(string upstream, FailureKind kind) =>
        _fallbacks.Add(1, new KeyValuePair<string, object?>("upstream", upstream), new KeyValuePair<string, object?>("error.type", ErrorType(kind)));

    public void CountCache(string outcome) => _cache.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void RecordQueueTime(string upstream, TimeSpan waited) => _queue.Record(waited.TotalSeconds, new KeyValuePair<string, object?>("upstream", upstream));

    /// <summary>One client span for each sending to an upstream: <c>chat {model}</c>.</summary>
    public Activity? StartUpstreamSpan(ModelCall call, Upstream upstream, string model)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        var operation = Operation(call.Kind);
        var span = _source.StartActivity($"{operation} {model}", ActivityKind.Client);
        if (span is null)
        {
            return null;
        }

        span.SetTag("gen_ai.operation.name", operation);
        span.SetTag("gen_ai.provider.name", upstream.Provider.Name);
        span.SetTag("gen_ai.request.model", model);
        span.SetTag("server.address", upstream.Connection.Endpoint.Host);
        span.SetTag("server.port", upstream.Connection.Endpoint.Port);
        span.SetTag("localai.model", call.Model);
        span.SetTag("localai.upstream", upstream.Name);
        if (call.Shape.MaxTokens is { } most)
        {
            span.SetTag("gen_ai.request.max_tokens", most);
        }

        if (call.Shape.Temperature is { } temperature)
        {
            span.SetTag("gen_ai.request.temperature", temperature);
        }

        if (CapturesContent && span.IsAllDataRequested && call.Kind == RequestKind.Chat)
        {
            MessageCapture.Record(span, call.Body.Span[call.Shape.Prompt]);
        }

        return span;
    }

    /// <summary>Collects the answer for a span, when answers may be recorded.</summary>
    public AnswerCapture? CaptureAnswer(Activity? span, RequestKind kind) =>
        CapturesContent && span is { IsAllDataRequested: true } && kind != RequestKind.Embedding ? new AnswerCapture() : null;

    public void EndUpstreamSpan(Activity? span, ModelCall call, AttemptResult result, AnswerCapture? answer)
    {
        if (span is null)
        {
            return;
        }

        if (answer?.ToMessages() is { } messages)
        {
            span.SetTag("gen_ai.output.messages", messages);
        }

        span.SetTag("gen_ai.response.model", call.UpstreamModel);
        if (call.Usage.Total > 0)
        {
            span.SetTag("gen_ai.usage.input_tokens", call.Usage.Prompt);
            span.SetTag("gen_ai.usage.output_tokens", call.Usage.Completion);
        }

        if (call.FirstToken != 0)
        {
            span.SetTag("gen_ai.server.time_to_first_token", _time.GetElapsedTime(call.Started, call.FirstToken).TotalSeconds);
        }

        if (result.Failure is { } failure)
        {
            span.SetTag("error.type", ErrorType(failure.Kind));
            span.SetStatus(ActivityStatusCode.Error, failure.Message);
        }
    }

    /// <summary>The figures of a finished call.</summary>
    public void Record(ModelCall call)
    {
        if (!_duration.Enabled)
        {
            return;
        }

        var ended = _time.GetTimestamp();
        var tags = new TagList
        {
            { "gen_ai.operation.name", Operation(call.Kind) },
            { "gen_ai.provider.name", call.Provider ?? "none" },
            { "gen_ai.request.model", call.Model },
        };
        if (_tokens.Enabled && call.Usage.Total > 0)
        {
            var input = tags;
            input.Add("gen_ai.token.type", "input");
            _tokens.Record(call.Usage.Prompt, input);
            var output = tags;
            output.Add("gen_ai.token.type", "output");
            _tokens.Record(call.Usage.Completion, output);
        }

        if (call.FirstToken != 0 && call.Shape.Stream)
        {
            _firstToken.Record(_time.GetElapsedTime(call.Started, call.FirstToken).TotalSeconds, tags);
            if (call.Usage.Completion > 1)
            {
                _perToken.Record(_time.GetElapsedTime(call.FirstToken, ended).TotalSeconds / (call.Usage.Completion - 1), tags);
            }
        }

        if (call.Outcome != "ok")
        {
            tags.Add("error.type", call.Outcome);
        }

        _duration.Record(_time.GetElapsedTime(call.Started, ended).TotalSeconds, tags);
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    private static string Operation(RequestKind kind) => kind switch
    {
        RequestKind.Chat => "chat",
        RequestKind.Completion => "text_completion",
        _ => "embeddings",
    };

    private static string ErrorType(FailureKind kind) => kind switch
    {
        FailureKind.Off => "off",
        FailureKind.Unreachable => "unreachable",
        FailureKind.Reset => "reset",
        FailureKind.Silent => "silent",
        FailureKind.Busy => "busy",
        FailureKind.Loading => "loading",
        FailureKind.ServerError => "server_error",
        FailureKind.Unavailable => "unavailable",
        FailureKind.Refused => "refused",
        FailureKind.Missing => "missing",
        FailureKind.Rejected => "rejected",
        FailureKind.BadAnswer => "bad_answer",
        FailureKind.BrokenStream => "broken_stream",
        _ => "breaker_open",
    };
}
