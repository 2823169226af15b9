using System.Text.Json;
using LocalAi.Contracts.Agent;

namespace LocalAi.Tests.AgentApi.Support;

internal static class Arguments
{
    public static JsonElement Of(object arguments) => JsonSerializer.SerializeToElement(arguments);

    public static ToolCallRequest Call(object arguments, string? session = null, Guid? approval = null) =>
        new() { Arguments = Of(arguments), SessionId = session, ApprovalId = approval };
}
