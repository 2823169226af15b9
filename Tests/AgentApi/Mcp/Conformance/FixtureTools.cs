// Sampling and logging are deprecated by the newest revision; the suite still scores them for the older one.
#pragma warning disable MCP9005, MCP9003, MCP9004, MCP9002, MCP9001, MCP9006, MCP9007, MCPEXP001, MCPEXP002, CS0618
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalAi.Tests.AgentApi.Mcp.Conformance;

internal static class FixtureTools
{
    public static IEnumerable<McpServerTool> All()
    {
        yield return Tool("test_simple_text", () => "This is a simple text response for testing.");
        yield return Tool("test_image_content", () => (ContentBlock)ImageContentBlock.FromBytes(Fixture.Png, "image/png"));
        yield return Tool("test_audio_content", () => (ContentBlock)AudioContentBlock.FromBytes("RIFF$\0\0\0WAVEfmt "u8.ToArray(), "audio/wav"));
        yield return Tool("test_embedded_resource", () => (ContentBlock)Resource("test://embedded-resource", "text/plain", "This is an embedded resource content."));
        yield return Tool("test_multiple_content_types", () => new List<ContentBlock>
        {
            Fixture.Text("Multiple content types test:"),
            ImageContentBlock.FromBytes(Fixture.Png, "image/png"),
            Resource("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""),
        });
        yield return Tool("test_error_handling", () => new CallToolResult { IsError = true, Content = [Fixture.Text("This tool intentionally returns an error for testing")] });
        yield return Tool("test_tool_with_progress", ProgressAsync);
        yield return Tool("test_tool_with_logging", LoggingAsync);
        yield return Tool("test_logging_tool", LoggingAsync);
        yield return Tool("test_sampling", SamplingAsync);
        yield return Tool("test_elicitation", ElicitationAsync);
        yield return Tool("test_elicitation_sep1034_defaults", DefaultsAsync);
        yield return Tool("test_elicitation_sep1330_enums", EnumsAsync);
        yield return Tool("test_missing_capability", MissingCapability);
        yield return Tool("test_streaming_elicitation", StreamingElicitation);
    }

    public static McpServerTool Tool(string name, Delegate run) => McpServerTool.Create(run, new McpServerToolCreateOptions { Name = name, Description = "Fixture " + name });

    private static EmbeddedResourceBlock Resource(string uri, string type, string text) => new() { Resource = new TextResourceContents { Uri = uri, MimeType = type, Text = text } };

    private static async Task<string> ProgressAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        foreach (var step in (float[])[0, 50, 100])
        {
            if (context.Params!.ProgressToken is { } token)
            {
                await context.Server.NotifyProgressAsync(token, new ProgressNotificationValue { Progress = step, Total = 100 }, cancellationToken: cancellationToken);
            }

            await Task.Delay(20, cancellationToken);
        }

        return "done";
    }

    private static async Task<string> LoggingAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        var allowed = context.JsonRpcRequest.Context?.ProtocolVersion != "2026-07-28" || context.JsonRpcRequest.Context.LogLevel is not null;
        foreach (var line in (string[])["Tool execution started", "Tool processing data", "Tool execution completed"])
        {
            if (allowed)
            {
                await context.Server.SendNotificationAsync(
                    NotificationMethods.LoggingMessageNotification,
                    new LoggingMessageNotificationParams { Level = LoggingLevel.Info, Data = JsonSerializer.SerializeToElement(line) },
                    McpJsonUtilities.DefaultOptions,
                    cancellationToken);
            }

            await Task.Delay(20, cancellationToken);
        }

        return "logged";
    }

    private static async Task<string> SamplingAsync(RequestContext<CallToolRequestParams> context, string prompt, CancellationToken cancellationToken)
    {
        var answer = await context.Server.SampleAsync(FixtureInputTools.Sampling(prompt, 100), cancellationToken);
        return "LLM response: " + string.Concat(answer.Content.OfType<TextContentBlock>().Select(t => t.Text));
    }

    private static async Task<string> ElicitationAsync(RequestContext<CallToolRequestParams> context, string message, CancellationToken cancellationToken) =>
        "User response: " + Describe(await context.Server.ElicitAsync(
            Fixture.Question(
                message,
                ("username", new ElicitRequestParams.StringSchema { Description = "User's response" }),
                ("email", new ElicitRequestParams.StringSchema { Description = "User's email address" })),
            cancellationToken));

    private static async Task<string> DefaultsAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken) =>
        "Elicitation completed: " + Describe(await context.Server.ElicitAsync(
            Fixture.Question(
                "Please confirm",
                ("name", new ElicitRequestParams.StringSchema { Default = "John Doe" }),
                ("age", new ElicitRequestParams.NumberSchema { Type = "integer", Default = 30 }),
                ("score", new ElicitRequestParams.NumberSchema { Default = 95.5 }),
                ("status", new ElicitRequestParams.UntitledSingleSelectEnumSchema { Enum = ["active", "inactive", "pending"], Default = "active" }),
                ("verified", new ElicitRequestParams.BooleanSchema { Default = true })),
            cancellationToken));

    private static async Task<string> EnumsAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken) =>
        "Elicitation completed: " + Describe(await context.Server.ElicitAsync(
            Fixture.Question(
                "Please choose",
                ("untitledSingle", new ElicitRequestParams.UntitledSingleSelectEnumSchema { Enum = ["option1", "option2", "option3"] }),
                ("titledSingle", new ElicitRequestParams.TitledSingleSelectEnumSchema { OneOf = Options("Option") }),
                ("legacyEnum", new ElicitRequestParams.LegacyTitledEnumSchema { Enum = ["opt1", "opt2", "opt3"], EnumNames = ["Option One", "Option Two", "Option Three"] }),
                ("untitledMulti", new ElicitRequestParams.UntitledMultiSelectEnumSchema { Items = new() { Enum = ["option1", "option2", "option3"] } }),
                ("titledMulti", new ElicitRequestParams.TitledMultiSelectEnumSchema { Items = new() { AnyOf = Options("Choice") } })),
            cancellationToken));

    private static List<ElicitRequestParams.EnumSchemaOption> Options(string noun) =>
        [new() { Const = "value1", Title = "First " + noun }, new() { Const = "value2", Title = "Second " + noun }, new() { Const = "value3", Title = "Third " + noun }];

    private static string Describe(ElicitResult answer) => $"action={answer.Action}, content={JsonSerializer.Serialize(answer.Content)}";

    private static string MissingCapability(RequestContext<CallToolRequestParams> context) =>
        context.JsonRpcRequest.Context?.ClientCapabilities?.Sampling is null
            ? throw new MissingRequiredClientCapabilityException(new ClientCapabilities { Sampling = new SamplingCapability() })
            : "The capability is there.";

    private static string StreamingElicitation(RequestContext<CallToolRequestParams> context) =>
        context.Params!.InputResponses is null
            ? throw new InputRequiredException(new Dictionary<string, InputRequest> { ["name"] = Fixture.Form("What is your name?", "name") })
            : "answered";
}
