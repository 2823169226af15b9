using LocalAi.Contracts.Agent;
using ModelContextProtocol.Protocol;

namespace LocalAi.AgentApi.Mcp;

/// <summary>The approval as a form an MCP client shows to its user.</summary>
internal static class ApprovalForm
{
    private const string Field = "decision";
    private const string Approve = "approve";
    private const string Remember = "approve for this session";
    private const string Deny = "deny";

    public static ElicitRequestParams Ask(ApprovalEntry approval, bool mayRemember) => new()
    {
        Message = $"{approval.Tool} wants to run ({approval.Reason}) with {approval.Arguments.GetRawText()}. Allow it?",
        RequestedSchema = new ElicitRequestParams.RequestSchema
        {
            Properties =
            {
                [Field] = new ElicitRequestParams.UntitledSingleSelectEnumSchema
                {
                    Title = "Decision",
                    Enum = mayRemember ? [Approve, Remember, Deny] : [Approve, Deny],
                },
            },
            Required = [Field],
        },
    };

    /// <summary>The answer; null when the form was dismissed or holds nothing that can be read as one: then nothing is allowed.</summary>
    public static ApprovalDecision? Read(ElicitResult answer)
    {
        if (answer.Action == "decline")
        {
            return new ApprovalDecision { Decision = "deny" };
        }

        if (answer.Action != "accept" || answer.Content?.TryGetValue(Field, out var value) != true || value.ValueKind != System.Text.Json.JsonValueKind.String)
        {
            return null;
        }

        return value.GetString() switch
        {
            Approve => new ApprovalDecision { Decision = "approve" },
            Remember => new ApprovalDecision { Decision = "approve", Remember = true },
            Deny => new ApprovalDecision { Decision = "deny" },
            _ => null,
        };
    }
}
