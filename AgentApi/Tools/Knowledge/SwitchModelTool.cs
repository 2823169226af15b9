using System.Globalization;
using LocalAi.AgentApi.Schemas;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Gateway;

namespace LocalAi.AgentApi.Tools.Knowledge;

internal sealed class SwitchModelTool(GatewayAdminClient gateway) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "switch_model",
        Title = "Load or unload a model",
        Description = "Loads a local model into memory, or unloads it.",
        Toolset = "knowledge",
        Sensitivity = Sensitivity.Critical,
        Idempotent = true,
        DecidingArgument = "model",
        Timeout = TimeSpan.FromSeconds(300),
        Input = ArgumentSchema.Object("""{"model":{"type":"string","enum":["chat-7b","code-7b"]},"action":{"type":"string","enum":["load","unload"],"description":"Default load"}}""", "model"),
    };

    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var model = invocation.Text("model");
        try
        {
            if (invocation.TextOrNull("action") == "unload")
            {
                await gateway.UnloadModelAsync(model, cancellationToken);
                return new ToolResult { Text = $"{model} is unloaded." };
            }

            var loaded = (await gateway.LoadModelAsync(model, cancellationToken)).Models;
            return loaded is [{ Ready: true } ready, ..]
                ? new ToolResult { Text = string.Create(CultureInfo.InvariantCulture, $"{model} is loaded on {ready.Upstream} ({ready.Seconds:0.0} s).") }
                : throw new ToolException($"{model} could not be loaded: {(loaded is [var first, ..] ? first.Detail : null) ?? "the gateway gave no reason"}");
        }
        catch (ApiException refused)
        {
            throw ServiceFailure.Tell("The gateway", refused);
        }
    }
}
