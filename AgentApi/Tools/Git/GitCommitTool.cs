using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools.Files;

namespace LocalAi.AgentApi.Tools.Git;

internal sealed class GitCommitTool(GitRunner git) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "git_commit",
        Title = "Git commit",
        Description = "Commits what is staged. Hooks are not run.",
        Toolset = "git",
        Sensitivity = Sensitivity.Critical,
        DecidingArgument = "message",
        Timeout = TimeSpan.FromSeconds(130),
        Input = ArgumentSchema.Object($$$"""{"message":{"type":"string","minLength":1,"maxLength":10000},"working_dir":{{{FileArguments.WorkingDirectory}}}}""", "message"),
    };

    public string? Unavailable => git.Missing;

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var message = invocation.Text("message");
        return message.Contains('\0', StringComparison.Ordinal)
            ? throw new ToolException("message has a NUL character.") { Refused = true }
            : git.WriteAsync(invocation, ["commit", "--no-verify", "--no-gpg-sign", "--cleanup=whitespace", "--message=" + message], cancellationToken);
    }
}
