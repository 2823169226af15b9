using LocalAi.Gateway.Configuration;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace LocalAi.Gateway.Resilience;

/// <summary>
/// Retries around a circuit breaker around one attempt. An attempt lasts until the end of its answer, so a stream is scored when it ends,
/// and while the breaker is half-open one request probes and the others go elsewhere.
/// </summary>
internal sealed class UpstreamPipeline
{
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<AttemptResult> _pipeline;

    public UpstreamPipeline(UpstreamOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<AttemptResult>
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = options.RetryDelay,
                UseJitter = true,
                ShouldHandle = retry => ValueTask.FromResult(
                    retry.Outcome is { Exception: null, Result.Failure: { IsTransient: true } failure }
                    && !(failure.RetryAfter > options.LongestRetryAfter)
                    && retry.Context.Properties.GetValue(Retryable, true)),
                DelayGenerator = retry => ValueTask.FromResult(retry.Outcome.Result.Failure?.RetryAfter),
            });
        }

        _pipeline = builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<AttemptResult>
            {
                FailureRatio = 0.5,
                MinimumThroughput = options.BreakerThreshold,
                SamplingDuration = options.BreakerWindow,
                BreakDuration = options.BreakerDuration,
                StateProvider = _state,
                ShouldHandle = attempt => ValueTask.FromResult(
                    attempt.Outcome.Result is { Failure.CountsForBreaker: true }

                    // A probe whose caller left has shown nothing: the breaker must not close on it.
                    || (attempt.Outcome.Result.Abandoned && _state.CircuitState == CircuitState.HalfOpen)),
            })
            .Build();
    }

    /// <summary>Set to false on the context when the answer has begun: nothing is sent twice then.</summary>
    public static ResiliencePropertyKey<bool> Retryable { get; } = new("localai.retryable");

    /// <summary>closed, open or half-open.</summary>
    public string State => _state.CircuitState switch
    {
        CircuitState.Closed => "closed",
        CircuitState.HalfOpen => "half-open",
        _ => "open",
    };

    public bool IsOpen => _state.CircuitState == CircuitState.Open;

    public async ValueTask<AttemptResult> ExecuteAsync<TState>(
        Func<ResilienceContext, TState, ValueTask<AttemptResult>> attempt, TState state, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        try
        {
            var outcome = await _pipeline.ExecuteOutcomeAsync(
                static async (context, state) => Outcome.FromResult(await state.attempt(context, state.state)),
                context,
                (attempt, state));
            if (outcome.Exception is BrokenCircuitException open)
            {
                return new AttemptResult(new UpstreamFailure(FailureKind.BreakerOpen, "failed repeatedly and is left alone for a while") { RetryAfter = open.RetryAfter });
            }

            outcome.ThrowIfException();
            return outcome.Result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
