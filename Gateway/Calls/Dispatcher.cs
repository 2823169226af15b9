using LocalAi.Gateway.Errors;
using LocalAi.Gateway.Queueing;
using LocalAi.Gateway.Relaying;
using LocalAi.Gateway.Resilience;
using LocalAi.Gateway.Routing;
using LocalAi.Gateway.Telemetry;
using LocalAi.Gateway.Upstreams;
using Polly;

namespace LocalAi.Gateway.Calls;

/// <summary>Gives a call to the upstreams of its model, one after the other, until one answers.</summary>
internal sealed class Dispatcher(TimeProvider time, GatewayTelemetry telemetry)
{
    private static readonly TimeSpan ListAge = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskFirstAge = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LoadCheck = TimeSpan.FromMilliseconds(500);
    private const int LoadStrikes = 6;

    /// <summary>Runs the call to its end.</summary>
    /// <returns>Null when the whole answer was passed on, else the error; the answer may have begun.</returns>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public async ValueTask<OpenAiError?> RunAsync(ModelCall call, AnswerSink sink, CancellationToken clientGone)
    {
        var candidates = call.Table.RouteOf(call.Model).Next();
        List<FailedUpstream>? failures = null;
        for (var i = 0; i < candidates.Length; i++)
        {
            var upstream = candidates[i].Upstream;
            var failure = await TryAsync(call, candidates, i, sink, clientGone);
            if (failure is null)
            {
                return null;
            }

            (failures ??= []).Add(new FailedUpstream(upstream.Name, failure));
            if (sink.HasContent || failure.Kind == FailureKind.Rejected)
            {
                break;
            }

            if (failure.Kind is not FailureKind.Off)
            {
                call.Fallbacks++;
                telemetry.CountFallback(upstream.Name, failure.Kind);
            }
        }

        return DispatchErrors.Compose(call, failures ?? []);
    }

    private async ValueTask<UpstreamFailure?> TryAsync(ModelCall call, Candidate[] candidates, int index, AnswerSink sink, CancellationToken clientGone)
    {
        var candidate = candidates[index];
        var upstream = candidate.Upstream;
        if (upstream.OffReason is { } off)
        {
            return new UpstreamFailure(FailureKind.Off, off);
        }

        if (upstream.Options.AskFirst && await upstream.AskAsync(AskFirstAge, clientGone) is { Condition: UpstreamCondition.Unreachable } away)
        {
            return new UpstreamFailure(FailureKind.Unreachable, "is not running: " + away.Detail);
        }

        if (candidate.NeedsList && upstream.Probe.Condition != UpstreamCondition.Ready)
        {
            await upstream.AskAsync(ListAge, clientGone);
        }

        var model = candidate.Model ?? (upstream.Probe.Condition is UpstreamCondition.Ready or UpstreamCondition.NoModel ? null : call.Model);
        if (model is null)
        {
            return new UpstreamFailure(FailureKind.Missing, upstream.Probe.Detail ?? "has no model that fits");
        }

        var wait = new FirstByteWait(HasFallback(candidates, index), time);
        if (await EnterAsync(call, upstream, wait, sink, clientGone) is { } busy)
        {
            return busy;
        }

        try
        {
            (call.Upstream, call.Provider, call.UpstreamModel) = (upstream.Name, upstream.Provider.Name, model);
            var run = new AttemptRun(call, candidate, model, sink, wait, clientGone);
            var result = await AttemptAsync(run);
            if (result.Failure is { Kind: FailureKind.Loading } && !sink.HasContent)
            {
                result = await WaitForModelAsync(run, result);
            }

            if (result.Abandoned)
            {
                throw new OperationCanceledException(clientGone);
            }

            return result.Failure;
        }
        finally
        {
            upstream.Slots.Leave();
        }
    }

    /// <summary>Waits for a slot; null when it was taken.</summary>
    private async ValueTask<UpstreamFailure?> EnterAsync(ModelCall call, Upstream upstream, FirstByteWait wait, AnswerSink sink, CancellationToken clientGone)
    {
        if (upstream.Slots.TryEnter(call.Caller.Scope, out var ticket))
        {
            return null;
        }

        if (ticket is null)
        {
            return new UpstreamFailure(FailureKind.Busy, $"works on {upstream.Slots.Active} requests and {upstream.Slots.Waiting} wait, as many as may")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            };
        }

        var started = time.GetTimestamp();
        var isServed = false;
        try
        {
            isServed = await WaitForTurnAsync(ticket, upstream, started, () =>
                wait.CommentAsync(sink, call.Shape.Stream, $"waiting for {call.Model}, place {ticket.Position}", clientGone), clientGone);
        }
        finally
        {
            if (!isServed)
            {
                ticket.Abandon();
            }

            var waited = time.GetElapsedTime(started);
            call.Queued += waited;
            telemetry.RecordQueueTime(upstream.Name, waited);
        }

        return isServed
            ? null
            : new UpstreamFailure(FailureKind.Busy, $"had no free slot within {upstream.Options.QueueTimeout.TotalSeconds:0.#} s") { RetryAfter = TimeSpan.FromSeconds(5) };
    }

    private async ValueTask<bool> WaitForTurnAsync(
        QueueTicket ticket, Upstream upstream, long started, Func<ValueTask> comment, CancellationToken clientGone)
    {
        var step = TimeSpan.FromSeconds(2);
        while (true)
        {
            var left = upstream.Options.QueueTimeout - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return ticket.IsGranted;
            }

            await ticket.Granted.WaitAsync(left < step ? left : step, time, clientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ticket.IsGranted && !clientGone.IsCancellationRequested)
            {
                return true;
            }

            clientGone.ThrowIfCancellationRequested();
            await comment();
        }
    }

    private ValueTask<AttemptResult> AttemptAsync(AttemptRun run) =>
        run.Candidate.Upstream.Pipeline.ExecuteAsync(static (context, state) => state.Dispatcher.AttemptOnceAsync(context, state.Run), (Dispatcher: this, Run: run), run.ClientGone);

    private async ValueTask<AttemptResult> AttemptOnceAsync(ResilienceContext context, AttemptRun run)
    {
        if (run.Tries++ > 0)
        {
            run.Call.Retries++;
            telemetry.CountRetry(run.Candidate.Upstream.Name);
        }

        using var span = telemetry.StartUpstreamSpan(run.Call, run.Candidate.Upstream, run.Model);
        using var attempt = new UpstreamAttempt(run.Call, run.Candidate, run.Model, run.Sink, run.Wait, time, run.ClientGone)
        {
            Capture = telemetry.CaptureAnswer(span, run.Call.Kind),
        };
        var result = await attempt.RunAsync();
        telemetry.EndUpstreamSpan(span, run.Call, result, attempt.Capture);
        if (run.Sink.HasContent)
        {
            context.Properties.Set(UpstreamPipeline.Retryable, false);
        }

        return result;
    }

    /// <summary>The upstream said that it loads a model: asks until it has, then sends again.</summary>
    private async ValueTask<AttemptResult> WaitForModelAsync(AttemptRun run, AttemptResult result)
    {
        var upstream = run.Candidate.Upstream;
        var started = time.GetTimestamp();
        var strikes = 0;
        while (time.GetElapsedTime(started) < upstream.Options.LoadTimeout && strikes < LoadStrikes)
        {
            await run.Wait.CommentAsync(
                run.Sink, run.Call.Shape.Stream, $"loading {run.Call.Model} for {time.GetElapsedTime(started).TotalSeconds:0} s", run.ClientGone);
            await Task.Delay(LoadCheck, time, run.ClientGone);
            var probe = await upstream.AskAsync(LoadCheck / 2, run.ClientGone);
            if (probe.Condition == UpstreamCondition.Loading)
            {
                continue;
            }

            if (probe.Condition == UpstreamCondition.Unreachable)
            {
                strikes++;
                continue;
            }

            run.Tries = 0;
            result = await AttemptAsync(run);
            if (result.Failure is not { Kind: FailureKind.Loading })
            {
                return result;
            }
        }

        return result;
    }

    private static bool HasFallback(Candidate[] candidates, int index)
    {
        for (var i = index + 1; i < candidates.Length; i++)
        {
            var upstream = candidates[i].Upstream;
            if (upstream.OffReason is null
                && !upstream.Pipeline.IsOpen
                && upstream.Probe.Condition is not (UpstreamCondition.Unreachable or UpstreamCondition.NoModel)
                && !(upstream.Options.AskFirst && upstream.Probe.Condition == UpstreamCondition.Unknown))
            {
                return true;
            }
        }

        return false;
    }
}
