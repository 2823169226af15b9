using System.Security.Claims;
using LocalAi.AgentApi.Pipeline;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.AgentApi.Sessions;

internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/sessions").WithTags("sessions");
        sessions.MapPost("", CreateAsync);
        sessions.MapGet("", (SessionStore store, ClaimsPrincipal user, CancellationToken cancellationToken) => store.ListAsync(user.UserName(), 200, cancellationToken));
        sessions.MapGet("/{id:guid}", FindAsync);
        sessions.MapDelete("/{id:guid}", DeleteAsync);
    }

    private static async Task<Created<SessionEntry>> CreateAsync(SessionStore store, ClaimsPrincipal user, CreateSession? request, CancellationToken cancellationToken)
    {
        if (request?.Title is { Length: > 200 })
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "title must have at most 200 characters.") { Field = "title" };
        }

        var session = await store.CreateAsync(user.UserName(), TerminalText.Clean(request?.Title ?? ""), cancellationToken);
        return TypedResults.Created($"/sessions/{session.Id}", session);
    }

    private static async Task<SessionDetail> FindAsync(SessionStore store, ClaimsPrincipal user, Guid id, int? after, CancellationToken cancellationToken) =>
        await store.FindAsync(user.UserName(), id, after ?? 0, cancellationToken) ?? throw NotFound();

    private static async Task<NoContent> DeleteAsync(SessionStore store, ClaimsPrincipal user, Guid id, CancellationToken cancellationToken) =>
        await store.DeleteAsync(user.UserName(), id, cancellationToken) ? TypedResults.NoContent() : throw NotFound();

    private static RequestProblemException NotFound() => new(StatusCodes.Status404NotFound, "There is no such session.") { Code = "session_not_found" };
}
