using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Tools.Files;

namespace LocalAi.AgentApi.Tools.Execution;

/// <summary>What the execution tools have in common: their arguments' rules and how a run is told.</summary>
internal static class ExecutionResult
{
    /// <summary>The arguments every execution tool has besides its own.</summary>
    public const string CommonArguments =
        $$$"""
        "working_dir":{{{FileArguments.WorkingDirectory}}},"timeout_seconds":{"type":"integer","minimum":1,"maximum":300,"description":"Default 60"},
        "network":{"type":"boolean","description":"HTTP(S) to public hosts; always asks"},"cursor":{"type":"string","maxLength":100}
        """;

    public static readonly JsonElement Output = JsonElement.Parse(
        """{"type":"object","properties":{"exit_code":{"type":"integer"},"stdout":{"type":"string"},"stderr":{"type":"string"},"ended_by":{"type":"string"},"truncated":{"type":"boolean"},"cursor":{"type":"string"}}}""");

    public static ToolResult Tell(SandboxResult result)
    {
        var text = new StringBuilder();
        var structured = new JsonObject { ["exit_code"] = result.ExitCode, ["stdout"] = result.Output, ["stderr"] = result.Error };
        text.Append(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}");
        if (result.Ended is { } limit)
        {
            structured["ended_by"] = limit;
            text.Append(CultureInfo.InvariantCulture, $", ended by {limit}");
        }

        text.Append('\n').Append(result.Output);
        if (result.Error.Length > 0)
        {
            text.Append(result.Output.EndsWith('\n') || result.Output.Length == 0 ? "" : "\n").Append("stderr:\n").Append(result.Error);
        }

        var kept = Encoding.UTF8.GetByteCount(result.Output) + Encoding.UTF8.GetByteCount(result.Error);
        if (result.OutputBytes > kept)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n[{result.OutputBytes - kept} more bytes of output were dropped]");
        }

        return new ToolResult { Text = text.ToString(), Structured = structured, Truncated = result.OutputBytes > kept };
    }
}
