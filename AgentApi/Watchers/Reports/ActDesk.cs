using LocalAi.AgentApi.Rhythm.Loop;

namespace LocalAi.AgentApi.Watchers.Reports;

/// <summary>
/// Every act that cannot be undone goes through here: within its budget, noted in the database before it is done, and only while this node leads. Without the
/// database nothing is done, because nobody could tell who leads and how often it was done already.
/// </summary>
internal sealed partial class ActDesk(WatchStore store, ILogger<ActDesk> logger)
{
    /// <summary>Does the work if it may be done. The outcome says what was done or why not.</summary>
    /// <param name="context">The run that acts.</param>
    /// <param name="target">What is acted on.</param>
    /// <param name="act">unload or restart.</param>
    /// <param name="reason">Why, with the numbers.</param>
    /// <param name="budget">How often.</param>
    /// <param name="work">Returns null when it was done, else why it was not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ActOutcome> ActAsync(
        RunContext context, string target, string act, string reason, ActBudget budget, Func<CancellationToken, Task<string?>> work, CancellationToken cancellationToken)
    {
        if (context.Run is null)
        {
            return new ActOutcome(false, "Not done while the database is away.");
        }

        if (budget.Refusal(await store.HistoryAsync(target, act, cancellationToken)) is { } refusal)
        {
            return new ActOutcome(false, "Not done: " + refusal);
        }

        var id = await store.AddActAsync(target, act, reason, cancellationToken);
        if (!await context.MayActAsync(cancellationToken))
        {
            await store.EndActAsync(id, null, cancellationToken);
            return new ActOutcome(false, "Not done: another node leads.");
        }

        string? problem;
        try
        {
            problem = await work(cancellationToken);
        }
        catch (Exception failed) when (failed is HttpRequestException or TimeoutException or IOException)
        {
            problem = failed.Message;
        }

        await store.EndActAsync(id, problem is null ? "done" : "failed: " + problem, cancellationToken);
        LogActed(logger, act, target, problem ?? "done", reason);
        return new ActOutcome(problem is null, problem is null ? $"{target}: {act} done." : $"{target}: {act} failed: {problem}");
    }

    [LoggerMessage(EventId = 760, Level = LogLevel.Warning, Message = "{Act} of {Target}: {Outcome}. Why: {Reason}")]
    private static partial void LogActed(ILogger logger, string act, string target, string outcome, string reason);
}
