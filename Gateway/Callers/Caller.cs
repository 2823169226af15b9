using LocalAi.Contracts.Gateway;

namespace LocalAi.Gateway.Callers;

/// <summary>Who sends a request.</summary>
/// <param name="User">The user it acts for.</param>
/// <param name="Role">admin or user.</param>
/// <param name="KeyId">Id of the key it used, or null for loopback and internal callers.</param>
/// <param name="Limits">What the key may use, or null for the defaults.</param>
internal sealed record Caller(string User, string Role, string? KeyId, ApiKeyLimits? Limits)
{
    /// <summary>What limits, turns in lines and cached answers belong to.</summary>
    public string Scope => KeyId ?? "user:" + User;
}
