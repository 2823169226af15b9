using System.Diagnostics;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Git;

/// <summary>The service over a repository with one commit and one file that is not in it. One service for a class; the repository is new for every test.</summary>
public sealed class RepositoryHost : IAsyncLifetime
{
    private static readonly string[] Tools = ["git_status", "git_diff", "git_log", "git_add"];

    internal WorkspaceHost Workspace { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/bwrap"), "The sandbox needs bubblewrap: apt-get install bubblewrap");
        Assert.SkipUnless(File.Exists("/usr/bin/git"), "git is not on this machine: apt-get install git");
        Workspace = new WorkspaceHost([.. Tools.Select(tool => ($"Agent:RateLimits:{tool}:Limit", "100000"))]);
        await ShellAsync("git init -q -b main . && git -c user.name=t -c user.email=t@x commit -q --allow-empty -m first && cp -a . ../fresh", CancellationToken.None);
    }

    internal Task ResetAsync(CancellationToken cancellationToken) =>
        ShellAsync("find . {evil} -mindepth 1 ! -path {evil}/secret -delete && cp -a ../fresh/. .", cancellationToken);

    /// <summary>Runs a command in the workspace, as who may do anything; <c>{evil}</c> is the folder beside it.</summary>
    internal async Task ShellAsync(string command, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command.Replace("{evil}", Workspace.Evil, StringComparison.Ordinal)])
        {
            WorkingDirectory = Workspace.Root,
            RedirectStandardError = true,
            Environment = { ["GIT_CONFIG_COUNT"] = "1", ["GIT_CONFIG_KEY_0"] = "safe.directory", ["GIT_CONFIG_VALUE_0"] = "*" },
        })!;
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.ShouldBe(0, await process.StandardError.ReadToEndAsync(cancellationToken));
        Workspace.OpenToSandbox();
    }

    public ValueTask DisposeAsync() => Workspace is null ? ValueTask.CompletedTask : Workspace.DisposeAsync();
}
