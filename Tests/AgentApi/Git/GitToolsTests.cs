using System.Diagnostics;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Tools;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Git;

public sealed class GitToolsTests : IAsyncLifetime
{
    private WorkspaceHost _ws = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/bwrap"), "The sandbox needs bubblewrap: apt-get install bubblewrap");
        Assert.SkipUnless(File.Exists("/usr/bin/git"), "git is not on this machine: apt-get install git");
        _ws = new WorkspaceHost(("Agent:RateLimits:git_add:Limit", "1000"));
        await ShellAsync("git init -q -b main . && git -c user.name=t -c user.email=t@x commit -q --allow-empty -m first");
    }

    public ValueTask DisposeAsync() => _ws is null ? ValueTask.CompletedTask : _ws.DisposeAsync();

    [Fact]
    public async Task StatusAddDiffCommitLog_GoTogether()
    {
        (await _ws.OkAsync("git_status", new { })).Text.ShouldContain("?? a.txt");
        (await _ws.OkAsync("git_add", new { paths = new[] { "a.txt" } })).Text.ShouldBe("Staged a.txt.");
        (await _ws.OkAsync("git_diff", new { staged = true })).Text.ShouldContain("+hello");
        (await CommitAsync("한국어 message")).ShouldContain("한국어 message");
        (await _ws.OkAsync("git_log", new { limit = 1 })).Text.ShouldContain("amy: 한국어 message");
        (await _ws.OkAsync("git_status", new { })).Text.ShouldBe("## main\n");
        (await _ws.OkAsync("git_diff", new { @ref = "HEAD~1", stat = true })).Text.ShouldContain("a.txt | 1 +");
    }

    [Fact]
    public async Task AddAndCommit_OfManyFiles_SayLittle()
    {
        var folder = new string('d', 200);
        await ShellAsync($"mkdir -p {folder} && cd {folder} && for i in $(seq 1 500); do : > f$i; done && git add .");
        var paths = Enumerable.Range(1, 200).Select(i => $"{folder}/f{i}").ToArray();
        (await _ws.OkAsync("git_add", new { paths })).Text.ShouldBe("Staged 200 paths.");
        var said = await CommitAsync("many");
        said.ShouldContain("500 files changed");
        said.ShouldContain("more characters");
        said.Length.ShouldBeLessThan(9000);
    }

    [Fact]
    public async Task Worktree_CommitsFromInside()
    {
        await ShellAsync("git worktree add -q tree -b side");
        await ShellAsync("echo x > tree/b.txt");
        (await _ws.OkAsync("git_status", new { working_dir = "tree" })).Text.ShouldContain("?? b.txt");
        await _ws.OkAsync("git_add", new { paths = new[] { "b.txt" }, working_dir = "tree" });
        (await CommitAsync("from the tree", "tree")).ShouldContain("from the tree");
        (await _ws.OkAsync("git_log", new { working_dir = "tree", limit = 1 })).Text.ShouldContain("from the tree");
        (await _ws.OkAsync("git_log", new { limit = 1 })).Text.ShouldContain("first");
    }

    [Theory]
    [InlineData("git config core.fsmonitor 'touch {root}/PWNED; touch /workspace/ws/PWNED; false'")]
    [InlineData("git config core.hooksPath .hooks; mkdir .hooks; printf '#!/bin/sh\\ntouch /workspace/ws/PWNED\\n' > .hooks/pre-commit; chmod +x .hooks/*")]
    [InlineData("printf '#!/bin/sh\\ntouch /workspace/ws/PWNED\\n' > .git/hooks/pre-commit; cp .git/hooks/pre-commit .git/hooks/commit-msg; cp .git/hooks/pre-commit .git/hooks/post-commit; chmod +x .git/hooks/*")]
    [InlineData("git config filter.x.clean 'touch /workspace/ws/PWNED; cat'; echo '* filter=x' > .gitattributes")]
    [InlineData("git config filter.x.process 'touch /workspace/ws/PWNED'; git config filter.x.required true; echo '* filter=x' > .gitattributes")]
    [InlineData("git config diff.x.textconv 'touch /workspace/ws/PWNED; cat'; echo '* diff=x' > .gitattributes")]
    [InlineData("git config diff.external 'touch /workspace/ws/PWNED'")]
    [InlineData("git config core.pager 'touch /workspace/ws/PWNED'")]
    [InlineData("git config core.editor 'touch /workspace/ws/PWNED'")]
    [InlineData("git config gpg.program '/workspace/ws/p'; git config commit.gpgSign true; printf '#!/bin/sh\\ntouch /workspace/ws/PWNED\\n' > p; chmod +x p")]
    [InlineData("git config alias.status '!touch /workspace/ws/PWNED'")]
    [InlineData("printf '[filter \"y\"]\\n\\tclean = touch /workspace/ws/PWNED; cat\\n' > inc; git config include.path ../inc; echo '* filter=y' > .gitattributes")]
    public async Task RepositoryBorneCode_IsNotRun(string setup)
    {
        await ShellAsync(setup.Replace("{root}", _ws.Root, StringComparison.Ordinal));
        await ShellAsync("echo more >> a.txt");
        await _ws.CallAsync("git_status", new { });
        await _ws.CallAsync("git_diff", new { });
        await _ws.CallAsync("git_add", new { paths = new[] { "a.txt" } });
        await ShellAsync("echo again >> a.txt");
        await _ws.CallAsync("git_diff", new { });
        await _ws.CallAsync("git_log", new { });
        await CommitAsync("x");
        File.Exists(Path.Combine(_ws.Root, "PWNED")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--output=/workspace/ws/PWNED")]
    [InlineData("--output=PWNED")]
    [InlineData("-O/etc/passwd")]
    [InlineData("--no-index")]
    [InlineData("--ext-diff")]
    [InlineData("--exec=touch PWNED")]
    [InlineData("-c")]
    [InlineData("; touch PWNED")]
    [InlineData("$(touch PWNED)")]
    [InlineData("`touch PWNED`")]
    [InlineData("HEAD\n--output=PWNED")]
    [InlineData("nothing")]
    public async Task Ref_ThatIsNone_IsRefused(string @ref)
    {
        await _ws.NotOkAsync("git_diff", new { @ref });
        await _ws.NotOkAsync("git_log", new { @ref });
        File.Exists(Path.Combine(_ws.Root, "PWNED")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("../ws-evil/secret")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../x")]
    [InlineData(":(top)..")]
    [InlineData(":/")]
    [InlineData("--chmod=+x")]
    [InlineData("--pathspec-from-file=/etc/passwd")]
    [InlineData("-A")]
    [InlineData("*")]
    [InlineData("; touch PWNED")]
    public async Task Path_ThatIsNoFileOfTheRepository_IsNotAdded(string path)
    {
        await _ws.NotOkAsync("git_add", new { paths = new[] { path } });
        (await _ws.OkAsync("git_status", new { })).Text.ShouldContain("?? a.txt");
        File.Exists(Path.Combine(_ws.Root, "PWNED")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("docs:")]
    [InlineData("/etc")]
    [InlineData("..")]
    public async Task WorkingDirectory_InNoRepository_IsRefused(string directory) => await _ws.NotOkAsync("git_status", new { working_dir = directory });

    [Fact]
    public async Task GitFile_PointingOutside_IsRefused()
    {
        await ShellAsync("git init -q ../ws-evil && git -C ../ws-evil -c user.name=t -c user.email=t@x commit -q --allow-empty -m secret-commit; mkdir sub link; echo 'gitdir: ../../ws-evil/.git' > sub/.git; ln -s ../../ws-evil/.git link/.git");
        await ShellAsync($"mkdir abs; echo 'gitdir: {_ws.Evil}/.git' > abs/.git; mkdir proc; echo 'gitdir: /proc/self/root{_ws.Evil}/.git' > proc/.git");
        foreach (var folder in (string[])["sub", "link", "abs", "proc"])
        {
            (await _ws.NotOkAsync("git_log", new { working_dir = folder })).Message!.ShouldNotContain("secret-commit");
        }
    }

    [Fact]
    public async Task Commit_Message_IsTakenAsItIs() =>
        (await CommitAsync("--amend\n$(id) `id` ; x", allowEmpty: true)).ShouldNotContain("uid=");

    private async Task<string> CommitAsync(string message, string workingDirectory = ".", bool allowEmpty = false)
    {
        if (allowEmpty)
        {
            await _ws.OkAsync("git_add", new { paths = new[] { "a.txt" } });
        }

        // Without Postgres a CRITICAL tool is refused, so the tool itself is called here; its approval is tested with the pipeline.
        var tool = _ws.Host.Get<ToolCatalog>().Find("git_commit")!;
        try
        {
            return (await tool.RunAsync(
                new ToolInvocation(new Caller("amy", "user", null, "rest", null), Arguments.Of(new { message, working_dir = workingDirectory }), null), Token)).Text;
        }
        catch (ToolException nothing)
        {
            return nothing.Message;
        }
    }

    private async Task ShellAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            WorkingDirectory = _ws.Root,
            RedirectStandardError = true,

            // As root, the repository belongs to somebody else.
            Environment = { ["GIT_CONFIG_COUNT"] = "1", ["GIT_CONFIG_KEY_0"] = "safe.directory", ["GIT_CONFIG_VALUE_0"] = "*" },
        })!;
        await process.WaitForExitAsync(Token);
        process.ExitCode.ShouldBe(0, await process.StandardError.ReadToEndAsync(Token));
        _ws.OpenToSandbox();
    }
}
