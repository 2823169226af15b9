#pragma warning disable MCPEXP001 // input_required is still marked experimental by the SDK.
using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalAi.Tests.AgentApi.Mcp.Conformance;

internal static class FixturePrompts
{
    public static IEnumerable<McpServerPrompt> All()
    {
        yield return Prompt("test_simple_prompt", () => Messages(Fixture.Text("This is a simple prompt for testing.")));
        yield return Prompt(
            "test_prompt_with_arguments",
            ([Description("First test argument")] string arg1, [Description("Second test argument")] string arg2) => Messages(Fixture.Text($"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'")));
        yield return Prompt(
            "test_prompt_with_embedded_resource",
            ([Description("URI of the resource")] string resourceUri) => Messages(
                new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = resourceUri, MimeType = "text/plain", Text = "Embedded resource content for testing." } },
                Fixture.Text("Please process the embedded resource above.")));
        yield return Prompt("test_prompt_with_image", () => Messages(ImageContentBlock.FromBytes(Fixture.Png, "image/png"), Fixture.Text("Please analyze the image above.")));
        yield return Prompt("test_input_required_result_prompt", (RequestContext<GetPromptRequestParams> context) =>
            context.Params!.InputResponses?.ContainsKey("user_context") == true
                ? Messages(Fixture.Text("Here is your prompt."))
                : throw FixtureInputTools.Ask(null, ("user_context", Fixture.Form("What context should the prompt use?", "context"))));
    }

    private static McpServerPrompt Prompt(string name, Delegate run) => McpServerPrompt.Create(run, new McpServerPromptCreateOptions { Name = name, Description = "Fixture " + name });

    private static GetPromptResult Messages(params ContentBlock[] content) => new() { Messages = [.. content.Select(c => new PromptMessage { Role = Role.User, Content = c })] };
}
