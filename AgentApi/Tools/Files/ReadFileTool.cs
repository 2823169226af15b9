using System.Globalization;
using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools.Files;

internal sealed class ReadFileTool(WorkspaceFiles files) : ITool
{
    private const long MostBytes = 32 << 20;
    private const int DefaultLines = 2000;

    public ToolDefinition Definition { get; } = new()
    {
        Name = "read_file",
        Title = "Read a file",
        Description = "Reads a text file, by default its first 2000 lines.",
        Toolset = "files",
        Sensitivity = Sensitivity.Low,
        ReadOnly = true,
        DecidingArgument = "path",
        Input = ArgumentSchema.Object(
            $$$"""
            {"path":{{{FileArguments.Path}}},"working_dir":{{{FileArguments.WorkingDirectory}}},
             "offset":{"type":"integer","minimum":1,"description":"First line, from 1"},"limit":{"type":"integer","minimum":1,"maximum":10000,"description":"Lines"},
             "cursor":{"type":"string","maxLength":100}}
            """,
            "path"),
    };

    public string? Unavailable => WorkspaceFiles.IsSupported ? null : "File tools need Linux (openat2).";

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var path = invocation.FilePath(files.Workspaces);
        using var file = files.OpenFile(path, out var status);
        var text = TextFile.Read(file, status, MostBytes) ?? throw new ToolException($"{path.Display} is binary ({status.Size} bytes).");
        return Task.FromResult(Lines(text, invocation.CursorNumber("line") ?? invocation.Number("offset", 1), invocation.Number("limit", DefaultLines)));
    }

    private static ToolResult Lines(string text, int first, int count)
    {
        var start = 0;
        for (var line = 1; line < first; line++)
        {
            var next = text.IndexOf('\n', start);
            if (next < 0)
            {
                throw new ToolException(string.Create(CultureInfo.InvariantCulture, $"offset {first} is past the end: the file has {line} lines."));
            }

            start = next + 1;
        }

        var end = start;
        var read = 0;
        while (read < count && end < text.Length)
        {
            var next = text.IndexOf('\n', end);
            end = next < 0 ? text.Length : next + 1;
            read++;
        }

        return end >= text.Length
            ? new ToolResult { Text = start == 0 ? text : text[start..] }
            : new ToolResult
            {
                Text = text[start..end] + string.Create(CultureInfo.InvariantCulture, $"[more lines follow; continue with offset {first + read}]"),
                Truncated = true,
                NextCursor = string.Create(CultureInfo.InvariantCulture, $"line:{first + read}"),
            };
    }
}
