using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using System.Text.RegularExpressions;
using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools.Files;

internal sealed class SearchFilesTool(WorkspaceFiles files) : ITool
{
    private const long MostBytesPerFile = 4 << 20;
    private const int MostFiles = 50_000;
    private const int LongestLine = 300;
    private const int Depth = 40;

    public ToolDefinition Definition { get; } = new()
    {
        Name = "search_files",
        Title = "Search in files",
        Description = "Finds lines in text files below a folder; answers path:line: text. Skips binaries, .git and node_modules.",
        Toolset = "files",
        Sensitivity = Sensitivity.Low,
        ReadOnly = true,
        Input = ArgumentSchema.Object(
            $$$"""
            {"query":{"type":"string","minLength":1,"maxLength":1000},"path":{{{FileArguments.Path}}},"working_dir":{{{FileArguments.WorkingDirectory}}},
             "regex":{"type":"boolean","description":"query is a regular expression (no lookaround, no backreferences)"},"case_sensitive":{"type":"boolean"},
             "glob":{"type":"string","maxLength":200,"description":"File names such as *.cs"},"limit":{"type":"integer","minimum":1,"maximum":1000,"description":"Lines; default 100"},
             "cursor":{"type":"string","maxLength":100}}
            """,
            "query"),
    };

    public string? Unavailable => WorkspaceFiles.IsSupported ? null : "File tools need Linux (openat2).";

    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        // The walk is all system calls: it must not hold the request's thread from the start.
        await Task.Yield();
        var start = invocation.FilePath(files.Workspaces);
        var pattern = Pattern(invocation);
        var glob = invocation.TextOrNull("glob");
        var limit = invocation.Number("limit", 100);
        var skip = invocation.CursorNumber("skip") ?? 0;
        var text = new StringBuilder();
        var found = 0;
        foreach (var entry in FolderWalk.Walk(start, Depth, cancellationToken).Where(e => !e.IsFolder && !e.IsLink && e.Size <= MostBytesPerFile && (glob is null || FileSystemName.MatchesSimpleExpression(glob, e.Name))).Take(MostFiles))
        {
            foreach (var (line, number) in Lines(start, entry, pattern, cancellationToken))
            {
                if (found++ < skip)
                {
                    continue;
                }

                if (found > skip + limit)
                {
                    var cursor = string.Create(CultureInfo.InvariantCulture, $"skip:{skip + limit}");
                    return new ToolResult { Text = text + $"[more lines match; continue with cursor {cursor}]", Truncated = true, NextCursor = cursor };
                }

                text.Append(CultureInfo.InvariantCulture, $"{entry.Path}:{number}: {(line.Length <= LongestLine ? line : line[..LongestLine] + "…")}\n");
            }
        }

        return new ToolResult { Text = text.Length == 0 ? "(no line matches)" : text.ToString() };
    }

    private IEnumerable<(string Line, int Number)> Lines(WorkspacePath start, FolderEntry entry, Regex pattern, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = start with { Relative = start.Relative == "." ? entry.Path : start.Relative.TrimEnd('/') + "/" + entry.Path };
        using var file = files.TryOpenFoundFile(path, out var status);
        if (file is null || (long)status.Size > MostBytesPerFile || TextFile.Read(file, status, MostBytesPerFile) is not { } text || !pattern.IsMatch(text))
        {
            yield break;
        }

        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (pattern.IsMatch(line))
            {
                yield return (line.TrimEnd('\r'), number);
            }
        }
    }

    private static Regex Pattern(ToolInvocation invocation)
    {
        var query = invocation.Text("query");
        var expression = invocation.Flag("regex") ? query : Regex.Escape(query);
        var flags = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Multiline | (invocation.Flag("case_sensitive") ? RegexOptions.None : RegexOptions.IgnoreCase);
        try
        {
            // Linear in the length of the text, whatever the pattern.
            return new Regex(expression, flags, TimeSpan.FromSeconds(5));
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new ToolException($"query is not a usable regular expression: {wrong.Message}", wrong);
        }
    }
}
