using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools.Files;

namespace LocalAi.AgentApi.Tools.Git;

internal sealed class GitAddTool(GitRunner git) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "git_add",
        Title = "Git add",
        Description = "Stages files. Filter drivers of the repository are not run.",
        Toolset = "git",
        Sensitivity = Sensitivity.Medium,
        Idempotent = true,
        Timeout = TimeSpan.FromSeconds(130),
        Input = ArgumentSchema.Object(
            $$$"""
            {"paths":{"type":"array","minItems":1,"maxItems":200,"items":{"type":"string","minLength":1,"maxLength":4096}},"working_dir":{{{FileArguments.WorkingDirectory}}}}
            """,
            "paths"),
    };

    private const int LongestList = 8000;

    public string? Unavailable => git.Missing;

    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var paths = GitRunner.Paths(invocation.Texts("paths"));
        await git.WriteAsync(invocation, ["add", "--", .. paths], cancellationToken);
        return new ToolResult { Text = paths.Sum(p => p.Length) <= LongestList ? "Staged " + string.Join(", ", paths) + "." : $"Staged {paths.Count} paths." };
    }
}
