using System.Security.Claims;
using LocalAi.ServiceDefaults.Authentication;

namespace LocalAi.AgentApi.Pipeline;

internal static class CallerExtensions
{
    public static Caller ToCaller(this ClaimsPrincipal principal, string transport, string? sessionId) =>
        new(principal.UserName(), principal.IsInRole(Roles.Admin) ? Roles.Admin : Roles.User, principal.KeyId(), transport, sessionId);
}
