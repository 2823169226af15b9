using System.Security.Claims;

namespace LocalAi.ServiceDefaults.Authentication;

/// <summary>Reads who calls from the request's principal.</summary>
public static class CallerIdentity
{
    /// <summary>The user of a loopback caller on a machine without keys.</summary>
    public const string DefaultUser = "default";

    /// <summary>Claim with the id of the key that was used; absent for loopback and internal callers.</summary>
    public const string KeyClaim = "localai:key";

    public static string UserName(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.Identity?.Name ?? DefaultUser;
    }

    public static string? KeyId(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.FindFirstValue(KeyClaim);
    }
}
