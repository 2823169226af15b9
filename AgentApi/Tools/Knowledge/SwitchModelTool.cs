using LocalAi.AgentApi.Schemas;

namespace LocalAi.AgentApi.Tools.Knowledge;

internal sealed class SwitchModelTool(ModelService models) : ITool
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
        var answer = invocation.TextOrNull("action") == "unload" ? await models.UnloadAsync(model, cancellationToken) : await models.LoadAsync(model, cancellationToken);
        return new ToolResult { Text = answer.GetRawText() };
    }
}
