using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools.Files;

namespace LocalAi.AgentApi.Tools.Git;

internal sealed class GitStatusTool(GitRunner git) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "git_status",
        Title = "Git status",
        Description = "Branch and changed files of the repository around working_dir.",
        Toolset = "git",
        Sensitivity = Sensitivity.Low,
        ReadOnly = true,
        Timeout = TimeSpan.FromSeconds(130),
        Input = ArgumentSchema.Object($$$"""{"working_dir":{{{FileArguments.WorkingDirectory}}},"cursor":{{{GitArguments.Cursor}}}}"""),
    };

    public string? Unavailable => git.Missing;

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken) =>
        git.ReadAsync(invocation, ["status", "--short", "--branch", "--ignore-submodules=dirty"], cancellationToken);
}
