using System.Diagnostics;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Cli;

/// <summary><c>ai</c> on a real terminal: a private tmux server with one window of 80 × 24.</summary>
internal sealed class Tmux : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static async Task<Tmux> StartAsync(FakeLocalAi fake, string arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/tmux"), "tmux is missing: apt-get install tmux");
        var tmux = new Tmux();
        var environment = AiProcess.Environment(fake).Append(("LOCALAI_DATA", Path.Combine(tmux._folder.Path, "data")));
        var variables = string.Join(' ', environment.Select(pair => $"{pair.Item1}='{pair.Item2}'"));

        // The shell stays when ai has ended, so that its last screen and exit code can be read.
        await tmux.RunAsync("new-session", "-d", "-x", "80", "-y", "24", $"env {variables} dotnet exec '{AiProcess.Program}' {arguments}; echo \"exit=$?\"; sleep 120");
        return tmux;
    }

    public Task TypeAsync(params string[] keys) => RunAsync(["send-keys", .. keys]);

    public async Task<string> ScreenAsync(bool styles = false) => await RunAsync(styles ? ["capture-pane", "-p", "-e"] : ["capture-pane", "-p"]);

    public async Task ShowsAsync(string text)
    {
        var screen = "";
        await Eventually.TrueAsync(
            async () => (screen = await ScreenAsync()).Contains(text, StringComparison.Ordinal), $"the screen shows \"{text}\"", TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("kill-server");
        _folder.Dispose();
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-u", "-S", Path.Combine(_folder.Path, "socket"), "-f", "/dev/null", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
