using LocalAi.AgentApi.Pipeline;

namespace LocalAi.AgentApi.Approvals;

/// <summary>What an approval is bound to.</summary>
internal sealed record ApprovalKey(string User, string? SessionId, string Tool, byte[] Hash)
{
    public static ApprovalKey Of(ToolRequest request) =>
        new(request.Caller.User, request.Caller.SessionId, request.Tool, ArgumentsHash.Of(request.Tool, request.Arguments));
}
