using System.Text.Json.Nodes;
using LocalAi.AgentApi.Schemas;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.OpenAi;

namespace LocalAi.AgentApi.Tools.Knowledge;

internal sealed class AiChatTool(GatewayClient gateway) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "ai_chat",
        Title = "Ask a local model",
        Description = "Asks a language model on this machine one question.",
        Toolset = "knowledge",
        Sensitivity = Sensitivity.Medium,
        ReadOnly = true,
        Timeout = TimeSpan.FromSeconds(180),
        Input = ArgumentSchema.Object(
            """
            {"prompt":{"type":"string","minLength":1,"maxLength":100000},"system":{"type":"string","maxLength":20000},"model":{"type":"string","enum":["auto","chat-7b","code-7b"]},
             "max_tokens":{"type":"integer","minimum":1,"maximum":8192},"temperature":{"type":"number","minimum":0,"maximum":2},"cursor":{"type":"string","maxLength":100}}
            """,
            "prompt"),
    };

    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var messages = new List<ChatMessage>(2);
        if (invocation.TextOrNull("system") is { Length: > 0 } system)
        {
            messages.Add(ChatMessage.System(system));
        }

        messages.Add(ChatMessage.User(invocation.Text("prompt")));
        try
        {
            var answer = await gateway.ChatAsync(
                new ChatRequest
                {
                    Model = invocation.TextOrNull("model") ?? "auto",
                    Messages = messages,
                    MaxTokens = invocation.Number("max_tokens", 1024),
                    Temperature = invocation.Arguments.TryGetProperty("temperature", out var temperature) ? temperature.GetDouble() : null,
                },
                cancellationToken);
            return new ToolResult
            {
                Text = answer.Choices.Count > 0 ? answer.Choices[0].Message?.Content ?? "" : "",
                Structured = new JsonObject { ["model"] = answer.Model, ["finish_reason"] = answer.Choices.Count > 0 ? answer.Choices[0].FinishReason : null, ["total_tokens"] = answer.Usage?.TotalTokens },
            };
        }
        catch (ApiException refused)
        {
            throw ServiceFailure.Tell("The gateway", refused);
        }
    }
}
