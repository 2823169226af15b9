using System.CommandLine;
using System.Text.Json;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Agent;

namespace LocalAi.Cli.Commands;

/// <summary><c>ai --mcp TOOL --mcp-args JSON</c>: a tool of the agent service over its REST API.</summary>
internal static class ToolAction
{
    public static async Task<int> RunAsync(string tool, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = Arguments(parse.GetValue(AskOptions.McpArgs));
        var response = await context.Services.Agent.CallAsync(tool, new ToolCallRequest { Arguments = arguments }, cancellationToken);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, response, OutputJson.Readable.ToolCallResponse);
        }
        else if (response.Text is { } text)
        {
            context.Output.Write(context.Output.Rich ? Printable.Text(text) : text);
            context.Output.EndLine();
        }

        if (response.Approval is { } approval && response.Status == "approval_required")
        {
            throw new CliException(
                ExitCodes.Error, $"{tool} waits for your approval: {approval.Reason}", $"ai approvals approve {approval.Id}, then run the same command again.");
        }

        if (response.Truncated && response.NextCursor is { } cursor)
        {
            await context.Output.Error.WriteLineAsync($"ai: There is more: pass \"cursor\": \"{Printable.OneLine(cursor)}\" in --mcp-args.");
        }

        return ExitCodes.Ok;
    }

    private static JsonElement? Arguments(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw CliException.Usage("--mcp-args is not a JSON object.", "Write it like --mcp-args '{\"path\": \"README.md\"}'");
        }
        catch (JsonException broken)
        {
            throw CliException.Usage($"--mcp-args is not JSON: {broken.Message}", "Write it like --mcp-args '{\"path\": \"README.md\"}'");
        }
    }
}
