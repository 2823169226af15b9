using System.Diagnostics;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Cli;

public sealed class SetupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Installed_it_runs_from_its_launcher_and_can_be_removed()
    {
        var bin = Path.Combine(_folder.Path, "it's", "bin");
        (await AiProcess.RunAsync(null, "install", "--to", bin)).ShouldSucceed();
        using var ai = Process.Start(new ProcessStartInfo(Path.Combine(bin, "ai"), "--version") { RedirectStandardOutput = true })!;
        (await ai.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldStartWith("ai ");
        (await AiProcess.RunAsync(null, "install", "--to", bin)).ShouldSucceed();
        (await AiProcess.RunAsync(null, "install", "--to", bin, "--remove")).ShouldSucceed();
        File.Exists(Path.Combine(bin, "ai")).ShouldBeFalse();
        (await AiProcess.RunAsync(null, "install", "--to", bin, "--remove")).ShouldFail(1, "not installed");
    }

    [Fact]
    public async Task Another_program_called_ai_is_not_replaced()
    {
        _folder.File("bin/ai", "#!/bin/sh\n");
        (await AiProcess.RunAsync(null, "install", "--to", Path.Combine(_folder.Path, "bin"))).ShouldFail(1, "another program");
    }

    [Theory]
    [InlineData("COMP_WORDS=(ai co); COMP_CWORD=1", "collections completion")]
    [InlineData("COMP_WORDS=(ai keys re); COMP_CWORD=2", "revoke")]
    [InlineData("COMP_WORDS=(ai question --temp); COMP_CWORD=2", "--temperature")]
    public async Task Bash_completes(string words, string expected)
    {
        var script = (await AiProcess.RunAsync(null, "completion", "bash")).Out;
        var start = new ProcessStartInfo("bash", ["-c", script + $"\n{words}; _ai; echo \"${{COMPREPLY[*]}}\""]) { RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        (await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().ShouldBe(expected);
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Other_shells_get_a_script(string shell) => (await AiProcess.RunAsync(null, "completion", shell)).Out.ShouldContain("collections");

    [Fact]
    public async Task An_unknown_shell_is_refused() => (await AiProcess.RunAsync(null, "completion", "tcsh")).ShouldFail(2, "tcsh");
}
