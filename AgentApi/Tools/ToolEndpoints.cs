using System.Security.Claims;
using System.Text.Json;
using LocalAi.AgentApi.Limits;
using LocalAi.AgentApi.Pipeline;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.AgentApi.Tools;

/// <summary>The REST twin of MCP: the same pipeline behind plain HTTP.</summary>
internal static class ToolEndpoints
{
    public static void MapTools(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tools", List).WithTags("tools").WithSummary("All tools, by name.");
        routes.MapGet("/tool-info/{name}", Describe).WithTags("tools").WithSummary("A tool with its schemas and limits.");
        routes.MapGet("/rate-limits/{name}", LimitAsync).WithTags("tools").WithSummary("How many calls a user has left.");
        routes.MapPost("/tools/{name}/call", CallAsync).WithTags("tools").WithSummary("Calls a tool: 200 with its result, 202 when a person must approve first.");
    }

    private static ToolList List(ToolCatalog catalog, RateLimits limits, string? toolset) =>
        new([.. catalog.All.Where(t => toolset is null || t.Definition.Toolset == toolset).Select(t => Entry(t, limits, schemas: false))]);

    private static ToolEntry Describe(ToolCatalog catalog, RateLimits limits, string name) => Entry(Find(catalog, name), limits, schemas: true);

    private static async Task<RateLimitState> LimitAsync(
        ToolCatalog catalog, RateLimits limits, RateLimiter limiter, ClaimsPrincipal principal, string name, string? user_id, CancellationToken cancellationToken)
    {
        var caller = principal.ToCaller("rest", null);
        if (user_id is not null && user_id != caller.User && !caller.IsAdmin)
        {
            throw new RequestProblemException(StatusCodes.Status403Forbidden, "Only admins see other users' limits.") { Field = "user_id" };
        }

        var tool = Find(catalog, name).Definition;
        var user = user_id ?? caller.User;
        var state = await limiter.LookAsync(user, tool, cancellationToken);
        return new RateLimitState
        {
            Tool = tool.Name,
            UserId = user,
            RateLimit = Entry(limits.For(tool)),
            Used = state.Used,
            Remaining = state.Remaining,
            RetryAfterSeconds = state.RetryAfter.TotalSeconds,
            CountedIn = state.Shared ? "redis" : "process",
        };
    }

    private static async Task<Results<Ok<ToolCallResponse>, Accepted<ToolCallResponse>>> CallAsync(
        ToolPipeline pipeline, ClaimsPrincipal principal, string name, ToolCallRequest? request, CancellationToken cancellationToken)
    {
        if (request?.SessionId is { } session && (session.Length is 0 or > 128 || !TerminalText.IsName(session)))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "session_id must have 1 to 128 characters, all of them visible.") { Field = "session_id" };
        }

        var outcome = await pipeline.CallAsync(
            new ToolRequest(principal.ToCaller("rest", request?.SessionId), name, request?.Arguments ?? default) { ApprovalId = request?.ApprovalId }, cancellationToken);
        return outcome.Kind switch
        {
            OutcomeKind.Ok => TypedResults.Ok(Response(name, outcome)),
            OutcomeKind.ApprovalRequired => TypedResults.Accepted($"/approvals/{outcome.Approval!.Id}", Response(name, outcome)),
            _ => throw ToolProblem.From(outcome),
        };
    }

    private static ToolCallResponse Response(string name, ToolOutcome outcome) => new()
    {
        Status = outcome.Kind.Word(),
        CallId = outcome.CallId,
        Tool = name,
        Text = outcome.Result?.Text ?? outcome.Message,
        Structured = outcome.Result?.Structured is { } structured ? JsonSerializer.SerializeToElement(structured, ToolJson.Options) : null,
        Images = outcome.Result?.Images is { Count: > 0 } images ? images : null,
        Truncated = outcome.Result?.Truncated ?? false,
        NextCursor = outcome.Result?.NextCursor,
        Untrusted = outcome.Result?.Untrusted ?? false,
        DurationMs = (int)outcome.Duration.TotalMilliseconds,
        Approval = outcome.Approval,
    };

    private static ITool Find(ToolCatalog catalog, string name) =>
        catalog.Find(name) ?? throw new RequestProblemException(StatusCodes.Status404NotFound, $"There is no such tool. Tools: {string.Join(", ", catalog.All.Select(t => t.Definition.Name))}.") { Code = "unknown_tool" };

    private static ToolEntry Entry(ITool tool, RateLimits limits, bool schemas) => new()
    {
        Name = tool.Definition.Name,
        Title = tool.Definition.Title,
        Description = tool.Definition.Description,
        Toolset = tool.Definition.Toolset,
        Sensitivity = tool.Definition.Sensitivity.Word(),
        NeedsApproval = tool.Definition.NeedsApproval,
        ReadOnly = tool.Definition.ReadOnly,
        Available = tool.Unavailable is null,
        Unavailable = tool.Unavailable,
        RateLimit = Entry(limits.For(tool.Definition)),
        InputSchema = schemas ? tool.Definition.Input.Json : null,
        OutputSchema = schemas ? tool.Definition.Output : null,
    };

    private static RateLimitEntry Entry(RateLimit limit) => new(limit.Limit, limit.WindowSeconds, limit.Burst);
}
