using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Sandbox;

namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>One running browser. It ends when told, when it uses too much memory, when it crashes, and with this service.</summary>
internal sealed class BrowserProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(250);

    private readonly Process _process;
    private readonly string? _profile;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly CappedText _errors = new(16 * 1024);
    private readonly Task _watching;
    private readonly Task _readingErrors;

    private BrowserProcess(Process process, string? profile, long maxBytes, TimeProvider time)
    {
        _process = process;
        _profile = profile;
        _time = time;
        Connection = new CdpConnection(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        Connection.Listen("", OnEvent);
        _readingErrors = _errors.ReadAsync(process.StandardError.BaseStream, CancellationToken.None);
        _watching = WatchAsync(maxBytes, _stop.Token);
    }

    public CdpConnection Connection { get; }

    public int Id => _process.Id;

    public bool HasEnded => Connection.Ended.IsCompleted;

    /// <summary>Set when a limit ended it.</summary>
    public string? EndedBy { get; private set; }

    /// <summary>Gets the browser's own events (targets that come and go).</summary>
    public Action<string, JsonElement>? OnBrowserEvent { get; set; }

    /// <exception cref="ToolException">It did not start.</exception>
    public static async Task<BrowserProcess> StartAsync(string program, ProcessLauncher launcher, AgentOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var profile = BrowserCommand.UsesBubblewrap ? null : Directory.CreateTempSubdirectory("localai-browser-").FullName;
        BrowserProcess? browser = null;
        try
        {
            if (profile is not null && OperatingSystem.IsLinux())
            {
                // Whom a root service drops to must be able to write here; the folder's name is not to be guessed.
                File.SetUnixFileMode(profile, Workspaces.Native.EffectiveUser() == 0 ? (UnixFileMode)0b111_111_111 : (UnixFileMode)0b111_000_000);
            }

            var process = await launcher.StartAsync(BrowserCommand.Build(program, profile ?? "", options), cancellationToken);
            browser = new BrowserProcess(process, profile, (long)options.Web.MaxMemoryMb << 20, time);
            await browser.Connection.SendAsync("", "Target.setDiscoverTargets", new JsonObject { ["discover"] = true }, cancellationToken).WaitAsync(StartPatience, time, cancellationToken);
            return browser;
        }
        catch (Exception failed)
        {
            if (browser is not null)
            {
                await browser.DisposeAsync();
            }
            else if (profile is not null)
            {
                Directory.Delete(profile, recursive: true);
            }

            throw failed switch
            {
                SandboxUnavailableException => new ToolException(failed.Message, failed),
                CdpException or TimeoutException or System.ComponentModel.Win32Exception => new ToolException("The browser does not start: " + LastLine(browser?._errors.Text ?? failed.Message), failed),
                _ => failed,
            };
        }
    }

    /// <summary>Ends it at once, with everything below it.</summary>
    public void Kill(string? why)
    {
        EndedBy ??= why;
        try
        {
            // The first process of bubblewrap's process namespace goes with bubblewrap, and everything in the namespace with it.
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Kill(null);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Connection.DisposeAsync();
        await _readingErrors.WaitAsync(TimeSpan.FromSeconds(5), _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
        _stop.Dispose();
        if (_profile is not null)
        {
            Directory.Delete(_profile, recursive: true);
        }
    }

    private void OnEvent(string name, JsonElement parameters) => OnBrowserEvent?.Invoke(name, parameters);

    private async Task WatchAsync(long maxBytes, CancellationToken cancellationToken)
    {
        while (!_process.HasExited)
        {
            await Task.Delay(Watch, _time, cancellationToken);
            if (ProcessTree.PrivateBytes(_process.Id) > maxBytes)
            {
                Kill(string.Create(CultureInfo.InvariantCulture, $"The browser was ended: its pages used more than {maxBytes >> 20} MB of memory. Open less at once, or another page."));
            }
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last] ? last : "it gave no reason";
}
