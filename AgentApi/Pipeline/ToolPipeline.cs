using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LocalAi.AgentApi.Approvals;
using LocalAi.AgentApi.Audit;
using LocalAi.AgentApi.Limits;
using LocalAi.AgentApi.Tools;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LocalAi.AgentApi.Pipeline;

/// <summary>
/// The one way to a tool, for REST, MCP and the agent loop: validate → rate limit → concurrency → approval → record → run → audit.
/// Nothing is started that a later step could still refuse.
/// </summary>
internal sealed partial class ToolPipeline(
    ToolCatalog catalog,
    RateLimiter limiter,
    RateLimits limits,
    ConcurrencyTiers tiers,
    ApprovalGate gate,
    AuditLog audit,
    ResultPages pages,
    TaintRegister taint,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<ToolPipeline> logger)
{
    private static readonly JsonElement NoArguments = JsonElement.Parse("{}");

    /// <summary>Never throws for what a caller or a tool did wrong; throws only when <paramref name="cancellationToken"/> ends the call.</summary>
    public async Task<ToolOutcome> CallAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        if (request.Arguments.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            request = request with { Arguments = NoArguments };
        }

        var tool = request.Hidden ? null : catalog.Find(request.Tool);
        var attempt = new ToolAttempt(request, tool, time.GetUtcNow(), time.GetTimestamp());
        ToolOutcome outcome;
        try
        {
            outcome = tool is null ? Outcome(attempt, OutcomeKind.UnknownTool, $"There is no such tool. Tools: {string.Join(", ", catalog.All.Select(t => t.Definition.Name))}.")
                : await AdmitAsync(tool, attempt, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            audit.Append(attempt.ToAudit(time, OutcomeKind.Cancelled, null, 0));
            throw;
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
        {
            outcome = Outcome(attempt, OutcomeKind.AuditUnavailable, $"{tool!.Definition.Name} needs the approval and audit records, and Postgres is away: nothing was done. It works again when Postgres is back.") with { RetryAfter = TimeSpan.FromSeconds(2) };
        }

        outcome = outcome with { Duration = attempt.Elapsed(time) };
        audit.Append(attempt.ToAudit(time, outcome.Kind, outcome.Message ?? outcome.Result?.AuditDetail, ResultBytes(outcome.Result)));
        return outcome;
    }

    private async Task<ToolOutcome> AdmitAsync(ITool tool, ToolAttempt attempt, CancellationToken cancellationToken)
    {
        var definition = tool.Definition;
        var request = attempt.Request;
        if (JsonMarshal.GetRawUtf8Value(request.Arguments).Length > options.Value.MaxArgumentBytes)
        {
            return Outcome(attempt, OutcomeKind.InvalidArguments, $"arguments are larger than {options.Value.MaxArgumentBytes} bytes.");
        }

        var problems = definition.Input.Check(request.Arguments);
        if (problems.Count > 0)
        {
            return Outcome(attempt, OutcomeKind.InvalidArguments, string.Join("; ", problems.Select(p => $"{p.Field} {p.Message}")) + ".") with { Problems = problems };
        }

        if (tool.UnavailableFor(request.Arguments) is { } missing)
        {
            return Outcome(attempt, OutcomeKind.Unavailable, missing);
        }

        if (options.Value.IsProduction && definition.Sensitivity == Sensitivity.Critical && !request.Caller.IsAdmin)
        {
            return Outcome(attempt, OutcomeKind.Forbidden, $"In production, {definition.Name} is for admins.");
        }

        // A call that was refused for want of an approval has been counted already: the approved one is the same call.
        var approved = definition.NeedsApproval && await gate.IsApprovedAsync(request, definition, cancellationToken);
        if (!approved && await limiter.TakeAsync(request.Caller.User, definition, cancellationToken) is { Allowed: false } spent)
        {
            var limit = limits.For(definition);
            var seconds = Math.Max(1, (int)Math.Ceiling(spent.RetryAfter.TotalSeconds));
            return Outcome(attempt, OutcomeKind.RateLimited, $"{definition.Name} allows {limit.Limit} calls in {limit.WindowSeconds} s and {limit.Burst} more in a burst; try again in {seconds} s.")
                with
            { RetryAfter = TimeSpan.FromSeconds(seconds) };
        }

        var slots = tiers[definition.Sensitivity];
        if (!await slots.TakeAsync(request.Caller.User, cancellationToken))
        {
            return Outcome(attempt, OutcomeKind.Busy, $"{slots.Slots} {definition.Sensitivity.Word()} calls run already, which is the limit; try again in 1 s.") with { RetryAfter = TimeSpan.FromSeconds(1) };
        }

        try
        {
            return await AuthorizeAsync(tool, attempt, cancellationToken);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<ToolOutcome> AuthorizeAsync(ITool tool, ToolAttempt attempt, CancellationToken cancellationToken)
    {
        var definition = tool.Definition;
        if (pages.Find(attempt.Request) is { } page)
        {
            if (page.Untrusted)
            {
                // The cursor may be of another session of this user: what was untrusted there is so here.
                await taint.MarkAsync(attempt.Request.Caller, definition.Name, cancellationToken);
            }

            return Outcome(attempt, OutcomeKind.Ok, null) with { Result = page };
        }

        if (!definition.NeedsApproval)
        {
            return await audit.HasRoomAsync(cancellationToken)
                ? await RunAsync(tool, attempt, cancellationToken)
                : Outcome(attempt, OutcomeKind.AuditUnavailable, "The audit cannot be written and its memory is full; tools work again when Postgres is back.") with { RetryAfter = TimeSpan.FromSeconds(5) };
        }

        var verdict = await gate.DecideAsync(attempt.Request, definition, cancellationToken);
        attempt.ApprovalId = verdict.ApprovalId;
        if (verdict.Pending is { } pending)
        {
            return Outcome(attempt, OutcomeKind.ApprovalRequired, $"{definition.Name} needs an approval ({pending.Reason}). Ask the user to answer {pending.Id} with `ai approvals`, on the approvals page or by REST, then call again with the same arguments.")
                with
            { Approval = pending };
        }

        if (verdict.Refusal is { } refusal)
        {
            return Outcome(attempt, OutcomeKind.ApprovalRefused, refusal);
        }

        // Fails closed: without a durable note of what is about to happen, it does not happen.
        await audit.WriteIntentAsync(attempt.ToAudit(time, OutcomeKind.Ok, null, 0), definition.Timeout, cancellationToken);
        return await RunAsync(tool, attempt, cancellationToken);
    }

    private async Task<ToolOutcome> RunAsync(ITool tool, ToolAttempt attempt, CancellationToken cancellationToken)
    {
        var definition = tool.Definition;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), limit, definition.Timeout, Timeout.InfiniteTimeSpan);
        try
        {
            var result = await tool.RunAsync(new ToolInvocation(attempt.Request.Caller, attempt.Request.Arguments, attempt.Request.Progress), limit.Token);
            if (definition.Untrusted || result.Untrusted)
            {
                result = result with { Untrusted = true };
                await taint.MarkAsync(attempt.Request.Caller, definition.Name, cancellationToken);
            }

            return Outcome(attempt, OutcomeKind.Ok, null) with { Result = pages.Cut(attempt.Request, result) };
        }
        catch (ToolException wrong)
        {
            return Outcome(attempt, wrong.Refused ? OutcomeKind.Refused : OutcomeKind.ToolError, TerminalText.Clean(wrong.Message));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Outcome(attempt, OutcomeKind.TimedOut, $"{definition.Name} did not finish in {definition.Timeout.TotalSeconds:0} s and was stopped.");
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            // The message may hold paths of the host: it stays in the log.
            LogFailed(logger, unexpected, definition.Name, attempt.Id);
            return Outcome(attempt, OutcomeKind.Failed, $"{definition.Name} failed unexpectedly; the service's log has it under {attempt.Id}.");
        }
    }

    private static ToolOutcome Outcome(ToolAttempt attempt, OutcomeKind kind, string? message) => new() { CallId = attempt.Id, Kind = kind, Message = message };

    private static long ResultBytes(ToolResult? result) => result is null ? 0 : Encoding.UTF8.GetByteCount(result.Text) + result.Images.Sum(i => (long)i.Base64.Length);

    [LoggerMessage(EventId = 500, Level = LogLevel.Error, Message = "Tool {Tool} failed in call {CallId}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string tool, Guid callId);
}
