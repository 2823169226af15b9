using System.Globalization;
using System.Text;
using LocalAi.Gateway.Upstreams;

namespace LocalAi.Gateway.Relaying;

/// <summary>
/// How long to wait for an upstream that says nothing. It is asked (by GET) what it does: while it loads a model it has minutes; when it is
/// gone or idle it has lost the request; when it works, or does not tell, it has the limits of configuration. Callers of streams see comments meanwhile.
/// </summary>
/// <param name="hasFallback">Whether another upstream could answer.</param>
/// <param name="time">Clock.</param>
internal sealed class FirstByteWait(bool hasFallback, TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CommentEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(2);
    private const int FreePromptBytes = 8 << 10;

    private long _commented;

    /// <summary>True when the task completed (in whatever way); false when waiting on makes no sense.</summary>
    public async ValueTask<bool> CompletesAsync(Task task, UpstreamAttempt attempt)
    {
        var started = time.GetTimestamp();
        var first = FirstTokenLimit(attempt);
        var lead = first > 2 * LongestQuestion ? LongestQuestion : TimeSpan.Zero;
        var limit = first - lead;
        while (true)
        {
            // The task is bound to the caller's token: it ends when he leaves.
            await task.WaitAsync(limit, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompleted)
            {
                return true;
            }

            // Asked so early that even an upstream that does not answer the question is left on time.
            var asking = attempt.Upstream.AskAsync(Step, attempt.ClientGone).AsTask();
            if (lead > TimeSpan.Zero)
            {
                await task.WaitAsync(lead, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                lead = TimeSpan.Zero;
            }

            var probe = await asking;
            var elapsed = time.GetElapsedTime(started);
            if (task.IsCompleted)
            {
                return true;
            }

            if (elapsed >= Patience(probe, attempt))
            {
                return false;
            }

            await CommentAsync(probe, attempt, elapsed);
            limit = Step;
        }
    }

    /// <summary>Writes a comment every few seconds, so that the caller's own time limit does not end a stream that is about to begin.</summary>
    public async ValueTask CommentAsync(UpstreamProbe probe, UpstreamAttempt attempt, TimeSpan elapsed)
    {
        if (probe.Condition == UpstreamCondition.Loading)
        {
            await CommentAsync(attempt.Sink, attempt.Call.Shape.Stream, $"loading {attempt.Call.Model} for {elapsed.TotalSeconds:0} s", attempt.ClientGone);
        }
    }

    public async ValueTask CommentAsync(AnswerSink sink, bool isStream, string text, CancellationToken cancellationToken)
    {
        if (!isStream || (_commented != 0 && time.GetElapsedTime(_commented) < CommentEvery))
        {
            return;
        }

        _commented = time.GetTimestamp();
        if (!sink.HasStarted)
        {
            sink.Start(new AnswerHead("text/event-stream", null, null));
        }

        await sink.WriteAsideAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $": {text}\n\n")), cancellationToken);
    }

    private static TimeSpan FirstTokenLimit(UpstreamAttempt attempt)
    {
        var options = attempt.Upstream.Options;
        var long_ = Math.Max(0, attempt.Call.Shape.PromptBytes - FreePromptBytes) / 1024.0;
        return options.FirstTokenTimeout + (options.PromptAllowance * long_);
    }

    private TimeSpan Patience(UpstreamProbe probe, UpstreamAttempt attempt)
    {
        var options = attempt.Upstream.Options;
        var first = FirstTokenLimit(attempt);
        var firstByte = options.FirstByteTimeout > first ? options.FirstByteTimeout : first;
        var total = options.TotalTimeout > TimeSpan.Zero ? options.TotalTimeout : TimeSpan.MaxValue;
        return (probe.Condition, probe.Working, attempt.Call.Shape.Stream) switch
        {
            (UpstreamCondition.Loading, _, _) => options.LoadTimeout,
            (UpstreamCondition.Unreachable, _, _) => first,

            // It is idle although it has our request: the request is lost.
            (_, false, _) => first,

            // An answer that is not streamed says nothing until it is complete.
            (_, true, false) => total,
            (_, null, false) => hasFallback ? firstByte : total,

            (_, true, true) => hasFallback ? first : options.LoadTimeout,
            (_, null, true) => hasFallback ? first : firstByte,
        };
    }
}
