using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools.Files;

namespace LocalAi.AgentApi.Tools.Git;

internal sealed class GitDiffTool(GitRunner git) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "git_diff",
        Title = "Git diff",
        Description = "Changes that are not staged; with staged those that are; with ref those since it.",
        Toolset = "git",
        Sensitivity = Sensitivity.Low,
        ReadOnly = true,
        Timeout = TimeSpan.FromSeconds(130),
        Input = ArgumentSchema.Object(
            $$$"""
            {"working_dir":{{{FileArguments.WorkingDirectory}}},"ref":{{{GitArguments.Ref}}},"staged":{"type":"boolean"},"stat":{"type":"boolean","description":"Only counts per file"},
             "paths":{{{GitArguments.Paths}}},"cursor":{{{GitArguments.Cursor}}}}
            """),
    };

    public string? Unavailable => git.Missing;

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        List<string> arguments = ["diff", "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=dirty"];
        if (invocation.Flag("staged"))
        {
            arguments.Add("--cached");
        }

        if (invocation.Flag("stat"))
        {
            arguments.Add("--stat");
        }

        arguments.Add("--end-of-options");
        if (invocation.TextOrNull("ref") is { } revision)
        {
            arguments.Add(GitRunner.Revision(revision));
        }

        return git.ReadAsync(invocation, [.. arguments, "--", .. GitRunner.Paths(invocation.Texts("paths"))], cancellationToken);
    }
}
