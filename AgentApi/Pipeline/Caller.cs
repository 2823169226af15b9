using LocalAi.ServiceDefaults.Authentication;

namespace LocalAi.AgentApi.Pipeline;

/// <param name="User">The authenticated user.</param>
/// <param name="Role"><see cref="Roles.Admin"/> or <see cref="Roles.User"/>.</param>
/// <param name="KeyId">Id of the API key, or null for loopback and internal callers.</param>
/// <param name="Transport">rest, mcp, stdio or agent.</param>
/// <param name="SessionId">The conversation, or null: nothing is remembered then.</param>
internal sealed record Caller(string User, string Role, string? KeyId, string Transport, string? SessionId)
{
    public bool IsAdmin => Role == Roles.Admin;
}
