using System.Security.Claims;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.AgentApi.Preferences;

internal static class PreferenceEndpoints
{
    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        var preferences = routes.MapGroup("/preferences").WithTags("preferences");
        preferences.MapGet("", async (PreferenceStore store, ClaimsPrincipal user, CancellationToken cancellationToken) => new PreferenceList(await store.ListAsync(user.UserName(), cancellationToken)));
        preferences.MapGet("/{name}", FindAsync);
        preferences.MapPut("/{name}", SetAsync).WithSummary("Sets a preference of the calling user; the agent loop follows model, language, instructions and toolsets.");
        preferences.MapDelete("/{name}", DeleteAsync);
    }

    private static async Task<PreferenceEntry> FindAsync(PreferenceStore store, ClaimsPrincipal user, string name, CancellationToken cancellationToken)
    {
        PreferenceRules.CheckName(name);
        return await store.FindAsync(user.UserName(), name, cancellationToken) ?? throw NotSet();
    }

    private static async Task<PreferenceEntry> SetAsync(PreferenceStore store, PreferenceRules rules, ClaimsPrincipal user, string name, PutPreference request, CancellationToken cancellationToken)
    {
        rules.Check(name, request.Value);
        return await store.SetAsync(user.UserName(), name, request.Value, cancellationToken)
            ?? throw new RequestProblemException(StatusCodes.Status409Conflict, $"A user has at most {PreferenceStore.MostPerUser} preferences: delete one first.") { Code = "too_many_preferences" };
    }

    private static async Task<NoContent> DeleteAsync(PreferenceStore store, ClaimsPrincipal user, string name, CancellationToken cancellationToken)
    {
        PreferenceRules.CheckName(name);
        return await store.DeleteAsync(user.UserName(), name, cancellationToken) ? TypedResults.NoContent() : throw NotSet();
    }

    private static RequestProblemException NotSet() => new(StatusCodes.Status404NotFound, "This preference is not set.") { Code = "preference_not_found" };
}
