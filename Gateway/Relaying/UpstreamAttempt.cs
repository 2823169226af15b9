using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using LocalAi.Gateway.Calls;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Resilience;
using LocalAi.Gateway.Routing;
using LocalAi.Gateway.Telemetry;
using LocalAi.Gateway.Upstreams;
using LocalAi.Gateway.Upstreams.Http;

namespace LocalAi.Gateway.Relaying;

/// <summary>One sending of one request to one upstream, from the first byte out to the last byte in.</summary>
internal sealed class UpstreamAttempt : IDisposable
{
    private const int LongestError = 64 << 10;

    private readonly Candidate _candidate;
    private readonly string _model;
    private readonly FirstByteWait _wait;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _cancel;
    private readonly TimeSpan _total;
    private long _deadlineMoved;
    private bool _hasFirstByte;
    private volatile bool _gaveUp;

    public UpstreamAttempt(ModelCall call, Candidate candidate, string model, AnswerSink sink, FirstByteWait wait, TimeProvider time, CancellationToken clientGone)
    {
        Call = call;
        _candidate = candidate;
        _model = model;
        Sink = sink;
        _wait = wait;
        _time = time;
        ClientGone = clientGone;
        _total = call.Shape.Stream ? Upstream.Options.StreamTimeout : Upstream.Options.TotalTimeout;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(clientGone);
        if (call.Shape.Stream && _total > TimeSpan.Zero)
        {
            // Other answers come in one piece: the wait for it ends at their limit.
            _cancel.CancelAfter(_total);
        }
    }

    public ModelCall Call { get; }

    public AnswerSink Sink { get; }

    public Upstream Upstream => _candidate.Upstream;

    /// <summary>The caller left, or nobody wants the answer any more.</summary>
    public CancellationToken ClientGone { get; }

    /// <summary>Takes note of the answer for traces; null when prompts are not recorded.</summary>
    public AnswerCapture? Capture { get; init; }

    public long Now => _time.GetTimestamp();

    public async ValueTask<AttemptResult> RunAsync()
    {
        try
        {
            return new AttemptResult(await SendAsync());
        }
        catch (OperationCanceledException) when (ClientGone.IsCancellationRequested)
        {
            return new AttemptResult(null, Abandoned: true);
        }
        catch (Exception broken) when (Explain(broken) is { } failure)
        {
            return new AttemptResult(failure);
        }
    }

    public void Dispose() => _cancel.Dispose();

    /// <summary>Reads a part of the answer. Silence before the first is judged like silence before the head; later it may last the idle limit.</summary>
    public async ValueTask<int> ReadAsync(UpstreamResponse response, Memory<byte> buffer)
    {
        if (_hasFirstByte)
        {
            MoveDeadline();
            return await response.ReadAsync(buffer);
        }

        var reading = response.ReadAsync(buffer);
        int read;
        if (reading.IsCompleted)
        {
            // The usual case of a JSON answer: its body came with its head.
            read = await reading;
        }
        else
        {
            var task = reading.AsTask();
            await WaitAsync(task);
            read = await task;
        }

        _hasFirstByte = true;
        return read;
    }

    /// <summary>What an exception says of the upstream; null when it says nothing because the caller left.</summary>
    [SuppressMessage("Style", "IDE0072", Justification = "All other exceptions are not the upstream's.")]
    public UpstreamFailure? Explain(Exception exception)
    {
        if (ClientGone.IsCancellationRequested)
        {
            return null;
        }

        return exception switch
        {
            OperationCanceledException when _gaveUp => new UpstreamFailure(FailureKind.Silent, $"said nothing for {Elapsed():0.#} s"),
            OperationCanceledException when _cancel.IsCancellationRequested && _hasFirstByte => new UpstreamFailure(
                FailureKind.BrokenStream, _total > TimeSpan.Zero && Elapsed() >= _total.TotalSeconds ? $"took longer than {_total.TotalSeconds:0} s" : $"fell silent for {Upstream.Options.IdleTimeout.TotalSeconds:0.#} s"),
            OperationCanceledException when _cancel.IsCancellationRequested => new UpstreamFailure(FailureKind.Silent, $"took longer than {_total.TotalSeconds:0} s"),
            OperationCanceledException => new UpstreamFailure(FailureKind.Unreachable, $"does not accept a connection within {Upstream.Options.ConnectTimeout.TotalSeconds:0.#} s"),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => new UpstreamFailure(
                FailureKind.Unreachable, $"does not answer at {Upstream.Connection.Endpoint.Authority}"),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => new UpstreamFailure(
                FailureKind.Unreachable, $"cannot be reached at {Upstream.Connection.Endpoint.Authority}: {exception.Message}"),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => new UpstreamFailure(FailureKind.BadAnswer, "does not answer in HTTP"),
            HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } when !_hasFirstByte => new UpstreamFailure(FailureKind.BadAnswer, "does not answer in HTTP"),
            HttpRequestException or IOException => _hasFirstByte
                ? new UpstreamFailure(FailureKind.BrokenStream, "broke the connection in the middle of its answer")
                : new UpstreamFailure(FailureKind.Reset, "broke the connection"),
            _ => null,
        };
    }

    /// <summary>Notes what the answer used; when the upstream does not say, what can be counted.</summary>
    /// <param name="usage">As reported, or null.</param>
    /// <param name="events">Events of a stream, about one token each.</param>
    public void Report(TokenUsage? usage, int events)
    {
        if (usage is { } known)
        {
            Call.Usage = known;
        }
        else if (events > 0)
        {
            // Four bytes a token is the usual rule for English; Korean takes about as many bytes.
            Call.Usage = new TokenUsage(Call.Shape.PromptBytes / 4, events);
            Call.UsageIsEstimated = true;
        }
    }

    private async ValueTask<UpstreamFailure?> SendAsync()
    {
        var body = new SplicedBody(Call.Body.Memory, Call.Shape.ModelToken, ModelToSend(), Upstream.Provider.ExtraFields(Call.Kind, Upstream.Options));
        var sending = Upstream.Connection.SendAsync(new UpstreamRequest(HttpMethod.Post, Upstream.AddressOf(Call.Kind), body, Call.RequestId), _cancel.Token).AsTask();
        await WaitAsync(sending);
        using var response = await sending;
        return response.Status is >= 200 and < 300 ? await RelayAsync(response) : await ReadErrorAsync(response);
    }

    private ReadOnlyMemory<byte> ModelToSend() => _model == Call.Shape.Model ? default : _candidate.Spell(_model);

    private async ValueTask<UpstreamFailure?> RelayAsync(UpstreamResponse response)
    {
        var type = response.MediaType;
        if (string.Equals(type, "text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            return await StreamRelay.RunAsync(this, response);
        }

        if (type is null || type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            return Sink.HasStarted
                ? new UpstreamFailure(FailureKind.BadAnswer, "did not stream although it was asked to")
                : await JsonRelay.RunAsync(this, response);
        }

        return new UpstreamFailure(FailureKind.BadAnswer, $"answered with {type} instead of JSON; is its Endpoint right?");
    }

    private async ValueTask<UpstreamFailure> ReadErrorAsync(UpstreamResponse response)
    {
        var body = new byte[Math.Clamp(response.ContentLength ?? LongestError, 0, LongestError)];
        var length = 0;
        try
        {
            MoveDeadline();
            while (await response.ReadAsync(body.AsMemory(length)) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception broken) when (Explain(broken) is not null)
        {
            // The status alone says enough.
        }

        return UpstreamAnswers.Explain(response.Status, body.AsMemory(0, length), RetryAfter(response), Upstream.Provider);
    }

    private TimeSpan? RetryAfter(UpstreamResponse response)
    {
        var header = RetryConditionHeaderValue.TryParse(response.RetryAfter, out var known) ? known : null;
        return header?.Delta ?? (header?.Date is { } date && date > _time.GetUtcNow() ? date - _time.GetUtcNow() : null);
    }

    /// <summary>Waits for the head or the first byte as long as there is reason to.</summary>
    private async ValueTask WaitAsync(Task task)
    {
        if (!task.IsCompleted && !await _wait.CompletesAsync(task, this))
        {
            _gaveUp = true;
            await _cancel.CancelAsync();
        }
    }

    /// <summary>Moves the idle limit, at most once a second: moving a timer for every token would cost more than the token.</summary>
    private void MoveDeadline()
    {
        var now = Now;
        if (_deadlineMoved != 0 && _time.GetElapsedTime(_deadlineMoved, now) < TimeSpan.FromSeconds(1))
        {
            return;
        }

        _deadlineMoved = now;
        var idle = Upstream.Options.IdleTimeout + TimeSpan.FromSeconds(1);
        var left = _total > TimeSpan.Zero ? _total - _time.GetElapsedTime(Call.Started, now) : idle;
        _cancel.CancelAfter(left < TimeSpan.Zero ? TimeSpan.Zero : left < idle ? left : idle);
    }

    private double Elapsed() => _time.GetElapsedTime(Call.Started).TotalSeconds;
}
