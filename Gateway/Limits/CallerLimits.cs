using System.Collections.Concurrent;
using LocalAi.Gateway.Callers;
using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Errors;

namespace LocalAi.Gateway.Limits;

/// <summary>Requests and tokens per minute, requests at the same time and tokens per day of every caller.</summary>
internal sealed class CallerLimits(DayBudgets budgets, TimeProvider time)
{
    private const int MostCallers = 20_000;

    private readonly ConcurrentDictionary<string, CallerAllowance> _callers = new(StringComparer.Ordinal);

    /// <summary>Callers seen lately.</summary>
    public IEnumerable<KeyValuePair<string, CallerAllowance>> Callers => _callers;

    /// <summary>Takes one request of the caller; give it back with <see cref="Leave"/>.</summary>
    /// <exception cref="OpenAiErrorException">403 when its key may not use the model, 429 when a limit is reached.</exception>
    public CallerAllowance Enter(Caller caller, string model, LimitOptions defaults)
    {
        if (caller.Limits?.Models is { Count: > 0 } allowed && !allowed.Contains(model, StringComparer.Ordinal))
        {
            throw new OpenAiErrorException(new OpenAiError(
                StatusCodes.Status403Forbidden, $"This key may not use {model}, only {string.Join(", ", allowed)}.", "permission_error", "model_not_allowed", "model"));
        }

        if (caller is { KeyId: { } key, Limits.TokensPerDay: { } budget } && budgets.UsedToday(key) >= budget)
        {
            var tomorrow = DayBudgets.StartOfDay(time).AddDays(1) - time.GetUtcNow();
            throw new OpenAiErrorException(OpenAiError.TooMany($"This key has used its {budget} tokens of today (UTC).", "daily_budget_used", tomorrow));
        }

        var ticks = time.GetUtcNow().UtcTicks;
        var allowance = _callers.GetOrAdd(caller.Scope, static _ => new CallerAllowance());
        if (allowance.TryEnter(ticks, EffectiveLimits.Of(caller.Limits, defaults)) is { } refusal)
        {
            throw new OpenAiErrorException(OpenAiError.TooMany(
                $"The limit of {refusal.Text} is reached. Try again in {Math.Ceiling(refusal.RetryAfter.TotalSeconds)} s.", "rate_limit_exceeded", refusal.RetryAfter) with
            {
                Param = refusal.Limit,
            });
        }

        if (_callers.Count > MostCallers)
        {
            Forget(ticks - TimeSpan.TicksPerMinute);
        }

        return allowance;
    }

    public void Leave(Caller caller, CallerAllowance allowance, int tokens)
    {
        allowance.Leave(time.GetUtcNow().UtcTicks, tokens);
        if (tokens > 0 && caller.KeyId is { } key)
        {
            budgets.Add(key, tokens);
        }
    }

    /// <summary>Drops callers that were idle for two minutes: nothing of them counts any more.</summary>
    public void ForgetIdle() => Forget(time.GetUtcNow().UtcTicks - (2 * TimeSpan.TicksPerMinute));

    private void Forget(long before)
    {
        foreach (var (scope, allowance) in _callers)
        {
            if (allowance.IsIdle && allowance.LastUsed < before)
            {
                _callers.TryRemove(scope, out _);
            }
        }
    }
}
