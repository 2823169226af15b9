using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools.Files;

internal sealed class ListFilesTool(WorkspaceList workspaces) : ITool
{
    private const int MostVisited = 200_000;

    public ToolDefinition Definition { get; } = new()
    {
        Name = "list_files",
        Title = "List files",
        Description = "Lists a folder. Folders end with /, links with @.",
        Toolset = "files",
        Sensitivity = Sensitivity.Low,
        ReadOnly = true,
        Input = ArgumentSchema.Object(
            $$$"""
            {"path":{{{FileArguments.Path}}},"working_dir":{{{FileArguments.WorkingDirectory}}},"depth":{"type":"integer","minimum":0,"maximum":20,"description":"Levels below; default 0"},
             "glob":{"type":"string","maxLength":200,"description":"Names such as *.cs"},"limit":{"type":"integer","minimum":1,"maximum":2000,"description":"Default 500"},
             "cursor":{"type":"string","maxLength":100}}
            """),
        Output = JsonElement.Parse(
            """{"type":"object","properties":{"entries":{"type":"array","items":{"type":"object"}},"truncated":{"type":"boolean"},"cursor":{"type":"string"}}}"""),
    };

    public string? Unavailable => WorkspaceFiles.IsSupported ? null : "File tools need Linux (openat2).";

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var path = invocation.FilePath(workspaces);
        var limit = invocation.Number("limit", 500);
        var skip = invocation.CursorNumber("skip") ?? 0;
        var glob = invocation.TextOrNull("glob");
        var found = FolderWalk.Walk(path, invocation.Number("depth", 0), cancellationToken)
            .Take(MostVisited)
            .Where(e => glob is null || FileSystemName.MatchesSimpleExpression(glob, e.Name))
            .Skip(skip)
            .Take(limit + 1)
            .ToList();
        var more = found.Count > limit;
        var cursor = string.Create(CultureInfo.InvariantCulture, $"skip:{skip + limit}");
        var text = new StringBuilder();
        var entries = new JsonArray();
        foreach (var entry in found.Take(limit))
        {
            text.Append(CultureInfo.InvariantCulture, $"{entry.Path}{(entry.IsFolder ? "/" : entry.IsLink ? "@" : "\t" + entry.Size)}\n");
            entries.Add(new JsonObject { ["path"] = entry.Path, ["type"] = entry.IsFolder ? "folder" : entry.IsLink ? "link" : "file", ["size"] = entry.Size });
        }

        return Task.FromResult(new ToolResult
        {
            Text = found.Count == 0 ? "(nothing)" : more ? text.Append(CultureInfo.InvariantCulture, $"[more entries follow; continue with cursor {cursor}]").ToString() : text.ToString(),
            Structured = more ? new JsonObject { ["entries"] = entries, ["truncated"] = true, ["cursor"] = cursor } : new JsonObject { ["entries"] = entries, ["truncated"] = false },
            Truncated = more,
            NextCursor = more ? cursor : null,
        });
    }
}
