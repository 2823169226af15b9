using System.Globalization;
using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools.Files;

namespace LocalAi.AgentApi.Tools.Git;

internal sealed class GitLogTool(GitRunner git) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "git_log",
        Title = "Git log",
        Description = "Commits, newest first: hash, date, author, subject.",
        Toolset = "git",
        Sensitivity = Sensitivity.Low,
        ReadOnly = true,
        Timeout = TimeSpan.FromSeconds(130),
        Input = ArgumentSchema.Object(
            $$$"""
            {"working_dir":{{{FileArguments.WorkingDirectory}}},"ref":{{{GitArguments.Ref}}},"limit":{"type":"integer","minimum":1,"maximum":500,"description":"Default 20"},
             "paths":{{{GitArguments.Paths}}},"cursor":{{{GitArguments.Cursor}}}}
            """),
    };

    public string? Unavailable => git.Missing;

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var limit = invocation.Number("limit", 20).ToString(CultureInfo.InvariantCulture);
        string[] revision = invocation.TextOrNull("ref") is { } given ? [GitRunner.Revision(given)] : [];
        return git.ReadAsync(
            invocation,
            ["log", "--no-color", "--no-ext-diff", "--no-textconv", "--max-count=" + limit, "--date=iso-strict", "--format=%h %ad %an: %s", "--end-of-options", .. revision, "--", .. GitRunner.Paths(invocation.Texts("paths"))],
            cancellationToken);
    }
}
