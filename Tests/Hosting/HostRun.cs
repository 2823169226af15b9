using System.Text;
using LocalAi.Hosting;
using LocalAi.Hosting.Engine;
using LocalAi.Hosting.Monitoring;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Hosting;

/// <summary>The embedded engine in this process, with a model of the test's own and a temporary data folder.</summary>
internal sealed class HostRun : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder? _folder;
    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _text = new();
    private EmbeddedHost? _host;
    private Task _running = Task.CompletedTask;

    /// <param name="dataFolder">A folder to use, or null for a temporary one.</param>
    /// <param name="settings">Further settings, as on the command line without the dashes.</param>
    public HostRun(string? dataFolder = null, params string[] settings)
    {
        _folder = dataFolder is null ? new TemporaryFolder() : null;
        DataFolder = dataFolder ?? _folder!.Path;
        Builder = new DistributedApplicationBuilder(
            [$"--LOCALAI_DATA={DataFolder}", "--Host:Dashboard=false", "--Host:Install=false", .. settings.Select(s => "--" + s)], appHost: null);
    }

    public string DataFolder { get; }

    public DistributedApplicationBuilder Builder { get; }

    public IResourceMonitor Monitor => _host?.Running ?? throw new InvalidOperationException("Not started.");

    /// <summary>What a user saw on the terminal.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Starts and returns when the resources are on their way.</summary>
    public async Task StartAsync()
    {
        _host = new EmbeddedHost(Builder, TextWriter.Synchronized(new LockedWriter(_text)), isTerminal: false);
        _running = _host.RunAsync(_stop.Token);
        for (var left = Patience; _host.Running is null && left > TimeSpan.Zero; left -= TimeSpan.FromMilliseconds(10))
        {
            if (_running.IsCompleted)
            {
                await _running;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Waits until a resource is as described, and returns it.</summary>
    public async Task<ResourceSnapshot> UntilAsync(string resource, Predicate<ResourceSnapshot> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var snapshot in Monitor.WatchAsync(patience.Token))
        {
            if (snapshot.Name == resource && isSo(snapshot))
            {
                return snapshot;
            }
        }

        throw new TimeoutException($"{resource} is {Find(resource)}.\n{Text}\n{string.Join('\n', Monitor.GetConsole(resource).Select(l => l.Text))}");
    }

    public Task<ResourceSnapshot> UntilAsync(string resource, string state) => UntilAsync(resource, s => s.State == state);

    public ResourceSnapshot Find(string resource) => Monitor.Resources.Single(r => r.Name == resource);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>The start was refused, as the test wanted; there is nothing to stop.</summary>
    public void Forget() => _running = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _folder?.Dispose();
    }

    private sealed class LockedWriter(StringBuilder text) : StringWriter(text)
    {
        public override void Write(char value)
        {
            lock (GetStringBuilder())
            {
                base.Write(value);
            }
        }

        public override void Write(string? value)
        {
            lock (GetStringBuilder())
            {
                base.Write(value);
            }
        }

        public override void WriteLine(string? value)
        {
            lock (GetStringBuilder())
            {
                base.WriteLine(value);
            }
        }
    }
}
