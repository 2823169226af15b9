using System.Diagnostics;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Inference;

public sealed class InstallationTests : IDisposable
{
    private readonly TemporaryFolder _copy = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _copy.Dispose();

    [Fact]
    public async Task Check_Installed_SaysWhatAndSucceeds()
    {
        var (exitCode, output) = await NodeAsync(InferenceServer.Folder, "install.mjs", "--check");
        exitCode.ShouldBe(0, output);
        output.ShouldContain("installed: @node-llama-cpp/");
    }

    [Fact]
    public async Task Install_Again_DoesNothing()
    {
        var (exitCode, output) = await NodeAsync(InferenceServer.Folder, "install.mjs", "--cpu");
        exitCode.ShouldBe(0, output);
        output.ShouldContain("is installed already");
    }

    [Fact]
    public async Task Check_NothingInstalled_SaysWhatIsMissingAndHowToGetIt()
    {
        var (exitCode, output) = await NodeAsync(WithoutModules(), "install.mjs", "--check");
        exitCode.ShouldBe(1);
        output.ShouldContain("missing: node-llama-cpp 3.22.1, @node-llama-cpp/");
        output.ShouldContain("node Inference/install.mjs");
    }

    [Fact]
    public async Task Server_NothingInstalled_SaysHowToInstallAndEnds()
    {
        var (exitCode, output) = await NodeAsync(WithoutModules(), "server.mjs");
        exitCode.ShouldBe(1);
        output.ShouldContain("llama.cpp is not installed yet");
        output.ShouldContain("node Inference/install.mjs");
    }

    [Fact]
    public async Task Install_UnknownOption_ListsTheAllowed()
    {
        var (exitCode, output) = await NodeAsync(InferenceServer.Folder, "install.mjs", "--gpu");
        exitCode.ShouldBe(1);
        output.ShouldContain("Unknown option --gpu. Allowed: --check");
    }

    [Fact]
    public async Task Lock_NamesNoRegistry()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(InferenceServer.Folder, "package-lock.json"), Cancellation);
        text.ShouldNotContain("\"resolved\"");
    }

    /// <summary>A copy of the folder as it is in a fresh clone.</summary>
    private string WithoutModules()
    {
        foreach (var file in Directory.EnumerateFiles(InferenceServer.Folder, "*", SearchOption.TopDirectoryOnly)
            .Concat(Directory.EnumerateFiles(Path.Combine(InferenceServer.Folder, "src"), "*", SearchOption.AllDirectories)))
        {
            var target = Path.Combine(_copy.Path, Path.GetRelativePath(InferenceServer.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return _copy.Path;
    }

    private static async Task<(int ExitCode, string Output)> NodeAsync(string folder, string script, params string[] arguments)
    {
        InferenceServer.SkipUnlessInstalled();
        var start = new ProcessStartInfo("node", [Path.Combine(folder, script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        return (process.ExitCode, await output + error);
    }
}
