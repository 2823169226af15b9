using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Tools;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Git;

/// <summary>
/// Repositories made to be opened: drivers with names that are hard to turn off, repositories in repositories, parts that lie elsewhere. Whatever
/// is tried would leave a file PWNED.
/// </summary>
public sealed class RepositoryAttackTests(RepositoryHost repository) : IClassFixture<RepositoryHost>, IAsyncLifetime
{
    private const string Pwn = "touch /workspace/ws/PWNED /tmp/PWNED; cat";

    private WorkspaceHost Workspace => repository.Workspace;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await repository.ResetAsync(Token);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("a=b")]
    [InlineData("=")]
    [InlineData("a.b.c")]
    [InlineData("a b")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("한글")]
    [InlineData("x;touch PWNED")]
    [InlineData("$(touch PWNED)")]
    [InlineData("--global")]
    [InlineData("UPPER")]
    [InlineData("#")]
    public async Task Filter_WithAStrangeName_IsNotRun(string name)
    {
        var quoted = name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        await File.AppendAllTextAsync(Path.Combine(Workspace.Root, ".git", "config"), $"[filter \"{quoted}\"]\n\tclean = {Pwn}\n\tprocess = {Pwn}\n\trequired = true\n[FILTER \"{quoted}\"]\n\tsmudge = {Pwn}\n", Token);
        await File.WriteAllTextAsync(Path.Combine(Workspace.Root, ".gitattributes"), $"* filter={name.Replace(' ', '_')}\na.txt filter={name}\n", Token);
        await UseAsync();
    }

    [Theory]
    [InlineData("printf '[filter \"\\377\"]\\n\\tclean = touch /workspace/ws/PWNED; cat\\n' >> .git/config; printf '* filter=\\377\\n' > .gitattributes")]
    [InlineData("printf '[filter \"\\303\\050\"]\\n\\tclean = touch /workspace/ws/PWNED; cat\\n' >> .git/config; printf '* filter=\\303\\050\\n' > .gitattributes")]
    [InlineData("for i in $(seq 1 3000); do printf '[filter \"f%s\"]\\n\\tnothing = 1\\n' $i; done >> .git/config; printf '[filter \"z\"]\\n\\tclean = touch /workspace/ws/PWNED; cat\\n' >> .git/config; echo '* filter=z' > .gitattributes")]
    [InlineData("{ printf '[filter \"f\"]\\n\\tx = '; head -c 40000 /dev/zero | tr '\\0' y; printf '\\n[filter \"z\"]\\n\\tclean = touch /workspace/ws/PWNED; cat\\n'; } >> .git/config; echo '* filter=z' > .gitattributes")]
    [InlineData("printf '[includeIf \"gitdir:/workspace/**\"]\\n\\tpath = ../inc\\n' >> .git/config; printf '[filter \"i\"]\\n\\tclean = touch /workspace/ws/PWNED; cat\\n' > inc; echo '* filter=i' > .gitattributes")]
    [InlineData("git config extensions.worktreeConfig true; printf '[filter \"w\"]\\n\\tclean = touch /workspace/ws/PWNED; cat\\n' > .git/config.worktree; echo '* filter=w' > .gitattributes")]
    [InlineData("printf '[filter \"i\"]\\n\\tclean = touch /workspace/ws/PWNED; cat\\n' >> .git/config; mkdir -p .git/info; echo '* filter=i' > .git/info/attributes")]
    [InlineData("git config core.attributesFile /workspace/ws/att; printf '[filter \"i\"]\\n\\tclean = touch /workspace/ws/PWNED; cat\\n' >> .git/config; echo '* filter=i' > att")]
    [InlineData("printf '[diff \"d\"]\\n\\tcommand = touch /workspace/ws/PWNED\\n\\ttextconv = touch /workspace/ws/PWNED; cat\\n\\tcachetextconv = true\\n' >> .git/config; echo '* diff=d' > .gitattributes")]
    [InlineData("printf '[merge \"m\"]\\n\\tdriver = touch /workspace/ws/PWNED\\n' >> .git/config; echo '* merge=m' > .gitattributes")]
    [InlineData("git config gpg.program /workspace/ws/p; git config gpg.ssh.program /workspace/ws/p; git config log.showSignature true; git config format.pretty '%G?'; git config tag.gpgSign true; printf '#!/bin/sh\\ntouch /workspace/ws/PWNED\\n' > p; chmod +x p")]
    [InlineData("git config commit.template /etc/passwd; git config commit.verbose true; git config core.editor 'touch /workspace/ws/PWNED'; git config sequence.editor 'touch /workspace/ws/PWNED'")]
    [InlineData("git config pager.log 'touch /workspace/ws/PWNED'; git config pager.diff true; git config pager.status 'touch /workspace/ws/PWNED'; git config interactive.diffFilter 'touch /workspace/ws/PWNED'")]
    [InlineData("git config alias.diff '!touch /workspace/ws/PWNED'; git config alias.add '!touch /workspace/ws/PWNED'; git config alias.config '!touch /workspace/ws/PWNED'; git config alias.log '!touch /workspace/ws/PWNED'")]
    [InlineData("git config core.fsmonitor true; git config core.fsmonitor '/workspace/ws/p'; git config core.untrackedCache true; printf '#!/bin/sh\\ntouch /workspace/ws/PWNED\\n' > p; chmod +x p")]
    [InlineData("git config trailer.x.key X; git config trailer.x.ifmissing add; git config trailer.x.command 'touch /workspace/ws/PWNED'; git config credential.helper '!touch /workspace/ws/PWNED'; git config core.askPass 'touch /workspace/ws/PWNED'")]
    [InlineData("for h in pre-commit commit-msg prepare-commit-msg post-commit post-index-change reference-transaction pre-auto-gc fsmonitor-watchman post-checkout; do printf '#!/bin/sh\\ntouch /workspace/ws/PWNED\\n' > .git/hooks/$h; chmod +x .git/hooks/$h; done; git config core.hooksPath .git/hooks")]
    [InlineData("printf '[core]\\n\\tbare = true\\n\\tworktree = /workspace/docs\\n' >> .git/config")]
    [InlineData("git config gc.auto 1; git config gc.recentObjectsHook 'touch /workspace/ws/PWNED'; git config maintenance.auto true; git config gc.autoDetach true")]
    public async Task Settings_ThatWouldRunSomething_DoNot(string setup)
    {
        await ShellAsync(setup);
        await UseAsync();
    }

    [Theory]
    [InlineData("git -C sub config core.fsmonitor 'touch /workspace/ws/PWNED; false'")]
    [InlineData("git -C sub config filter.s.clean 'touch /workspace/ws/PWNED; cat'; echo '* filter=s' > sub/.gitattributes; echo changed > sub/f; touch -d '2001-01-01' sub/f")]
    [InlineData("printf '#!/bin/sh\\ntouch /workspace/ws/PWNED\\n' > sub/.git/hooks/post-index-change; chmod +x sub/.git/hooks/post-index-change; touch sub/f")]
    [InlineData("printf '[submodule \"sub\"]\\n\\tpath = sub\\n\\turl = ext::sh -c touch% /workspace/ws/PWNED\\n\\tignore = none\\n\\tupdate = !touch /workspace/ws/PWNED\\n' > .gitmodules; git config submodule.sub.ignore none; git config submodule.recurse true; git config diff.ignoreSubmodules none; git config status.submoduleSummary true; echo more > sub/f")]
    public async Task RepositoryInside_RunsNothingOfItsOwn(string setup)
    {
        await ShellAsync("git init -q sub && echo x > sub/f && git -C sub add f && git -C sub -c user.name=t -c user.email=t@x commit -q -m inner && git add sub && git -c user.name=t -c user.email=t@x commit -q -m outer");
        await ShellAsync(setup);
        await UseAsync();
    }

    [Fact]
    public async Task BareRepositoryInATree_IsNotTakenForOne()
    {
        await ShellAsync("git init -q --bare bare; git -C bare config core.fsmonitor 'touch /workspace/ws/PWNED; false'; git -C bare config core.bare false; git -C bare config core.worktree /workspace/ws");
        await UseAsync("bare");
        (await Workspace.OkAsync("git_log", new { working_dir = "bare" })).Text.ShouldContain("first");
    }

    [Theory]
    [InlineData("echo 'gitdir: ../.git/worktrees/x' > t/.git; mkdir -p .git/worktrees/x; echo '{evil}/.git' > .git/worktrees/x/commondir; echo 'ref: refs/heads/main' > .git/worktrees/x/HEAD")]
    [InlineData("echo 'gitdir: ../.git/worktrees/x' > t/.git; mkdir -p .git/worktrees/x; echo '../../../../ws-evil/.git' > .git/worktrees/x/commondir; echo 'ref: refs/heads/main' > .git/worktrees/x/HEAD")]
    [InlineData("mkdir -p t/g; ln -s {evil}/.git t/g/real; echo 'gitdir: g/real' > t/.git")]
    [InlineData("printf 'gitdir: ../../ws-evil/.git\\n\\n\\n' > t/.git")]
    [InlineData("printf 'gitdir: ../.git\\0/../../ws-evil/.git' > t/.git")]
    [InlineData("{ printf 'gitdir: '; head -c 100000 /dev/zero | tr '\\0' a; } > t/.git")]
    [InlineData("printf 'GITDIR: ../../ws-evil/.git' > t/.git")]
    [InlineData("printf '\\357\\273\\277gitdir: ../../ws-evil/.git' > t/.git")]
    [InlineData("mkfifo t/.git")]
    [InlineData("ln -s /proc/self/cwd/../ws-evil/.git t/.git")]
    [InlineData("ln -s {evil} t/w; printf 'gitdir: w/.git' > t/.git")]
    public async Task PartsOfTheRepositoryOutside_AreRefused(string setup)
    {
        await ShellAsync("git init -q -b main {evil} && git -C {evil} -c user.name=t -c user.email=t@x commit -q --allow-empty -m secret-commit; mkdir t");
        await ShellAsync(setup);
        foreach (var tool in (string[])["git_log", "git_status", "git_diff"])
        {
            (await Workspace.NotOkAsync(tool, new { working_dir = "t" })).Message!.ShouldNotContain("secret-commit");
        }

        await Workspace.NotOkAsync("git_add", new { paths = new[] { "x" }, working_dir = "t" });
    }

    [Theory]
    [InlineData("rm -rf .git/objects; ln -s {evil}/.git/objects .git/objects")]
    [InlineData("mkdir -p .git/objects/info; echo {evil}/.git/objects > .git/objects/info/alternates")]
    [InlineData("ln -s {evil}/secret .git/refs/heads/stolen; git update-ref refs/heads/x HEAD; ln -sf {evil}/secret .git/refs/heads/x")]
    [InlineData("ln -sf {evil}/secret .git/HEAD")]
    [InlineData("rm -f .git/index; ln -s {evil}/secret .git/index")]
    [InlineData("ln -sf {evil}/secret .git/packed-refs")]
    [InlineData("rm .git/config; ln -s {evil}/secret .git/config")]
    public async Task LinksInTheGitFolder_LeadNowhere(string setup)
    {
        await ShellAsync("git init -q -b main {evil} && echo top > {evil}/f && git -C {evil} add f && git -C {evil} -c user.name=t -c user.email=t@x commit -q -m secret-commit");
        await ShellAsync(setup);
        foreach (var tool in (string[])["git_log", "git_status", "git_diff"])
        {
            var outcome = await Workspace.CallAsync(tool, new { });
            (outcome.Result?.Text + outcome.Message).ShouldNotContain("secret-commit");
            (outcome.Result?.Text + outcome.Message).ShouldNotContain(WorkspaceHost.Secret);
        }
    }

    [Theory]
    [InlineData("\u0000a.txt")]
    [InlineData("a.txt\n--chmod=+x")]
    [InlineData("./../ws-evil/secret")]
    [InlineData("sub/../../ws-evil/secret")]
    [InlineData(":(exclude)a.txt")]
    [InlineData(":!a.txt")]
    [InlineData(":^a.txt")]
    [InlineData(":(glob)**")]
    [InlineData(":(icase)A.TXT")]
    [InlineData(":(attr:x)")]
    [InlineData(":(top,literal)a.txt")]
    [InlineData("a.tx?")]
    [InlineData("[a].txt")]
    [InlineData("A.TXT")]
    [InlineData("a.txt ")]
    [InlineData("a.txt.")]
    [InlineData("ａ.txt")]
    [InlineData("a\u200b.txt")]
    [InlineData("--")]
    [InlineData("--force")]
    [InlineData("-f")]
    [InlineData("--intent-to-add")]
    [InlineData("@{u}")]
    [InlineData("HEAD:a.txt")]
    [InlineData(".git/config")]
    [InlineData(".git/hooks/pre-commit")]
    public async Task PathOfGitAdd_ThatIsNotThatFile_StagesNothing(string path)
    {
        await Workspace.NotOkAsync("git_add", new { paths = new[] { path } });
        (await Workspace.OkAsync("git_status", new { })).Text.ShouldContain("?? a.txt");
        File.Exists(Path.Combine(Workspace.Root, "PWNED")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--upload-pack=touch PWNED")]
    [InlineData("--open-files-in-pager=touch PWNED")]
    [InlineData("--output-directory=/workspace/ws")]
    [InlineData("--git-dir=/workspace/docs")]
    [InlineData("-p")]
    [InlineData("--\u00a0")]
    [InlineData("HEAD..--output=PWNED")]
    [InlineData("HEAD^{/x}--output=PWNED")]
    [InlineData("@{-99}")]
    [InlineData(":/secret")]
    [InlineData("HEAD\0--output=PWNED")]
    [InlineData("\u2212\u2212output=PWNED")]
    public async Task Ref_ThatIsNone_DoesNothing(string @ref)
    {
        await Workspace.NotOkAsync("git_log", new { @ref });
        await Workspace.NotOkAsync("git_diff", new { @ref });
        Directory.GetFileSystemEntries(Workspace.Root).Length.ShouldBe(2);
    }

    /// <summary>Uses every git tool; what fails, fails, but nothing of the repository may run.</summary>
    private async Task UseAsync(string folder = ".")
    {
        foreach (var tool in (string[])["git_status", "git_diff", "git_log"])
        {
            await Workspace.CallAsync(tool, new { working_dir = folder });
        }

        await Workspace.CallAsync("git_add", new { paths = new[] { "a.txt" }, working_dir = folder });
        await Workspace.CallAsync("git_add", new { paths = new[] { "." }, working_dir = folder });
        try
        {
            // CRITICAL and without Postgres: the tool itself is called.
            await Workspace.Host.Get<ToolCatalog>().Find("git_commit")!.RunAsync(
                new ToolInvocation(new Caller("amy", "user", null, "rest", null), Arguments.Of(new { message = "m", working_dir = folder }), null), Token);
        }
        catch (ToolException)
        {
            // Nothing to commit, or a repository git itself refuses.
        }

        await Workspace.CallAsync("git_diff", new { working_dir = folder, @ref = "HEAD" });
        await Workspace.CallAsync("git_status", new { working_dir = folder });
        File.Exists(Path.Combine(Workspace.Root, "PWNED")).ShouldBeFalse();
    }

    private Task ShellAsync(string command) => repository.ShellAsync(command, Token);
}
