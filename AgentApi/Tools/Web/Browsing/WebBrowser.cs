using System.Collections.Concurrent;
using System.Text.Json;
using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Tools.Web.Addresses;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>The one browser of this service: started by the first call that needs it, shared while in use, closed when idle. Each call gets a tab with a profile of its own.</summary>
internal sealed class WebBrowser : IAsyncDisposable
{
    private static readonly TimeSpan SlotPatience = TimeSpan.FromSeconds(20);

    private readonly ProcessLauncher _launcher;
    private readonly AddressGuard _guard;
    private readonly AgentOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<WebBrowser> _logger;
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentDictionary<string, WebTab> _tabs = new(StringComparer.Ordinal);
    private readonly ITimer _idle;
    private readonly CancellationTokenSource _stop = new();
    private readonly string? _program;
    private BrowserProcess? _process;
    private int _inUse;
    private Task _closing = Task.CompletedTask;

    public WebBrowser(ProcessLauncher launcher, AddressGuard guard, IOptions<AgentOptions> options, TimeProvider time, ILogger<WebBrowser> logger)
    {
        _launcher = launcher;
        _guard = guard;
        _options = options.Value;
        _time = time;
        _logger = logger;
        _slots = new SemaphoreSlim(_options.Web.MaxPages);
        _idle = time.CreateTimer(_ => _closing = CloseIdleAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (_program, Unavailable) = BrowserProgram.Find(_options.Web);
    }

    /// <summary>Why there is no browser and what brings it, or null.</summary>
    public string? Unavailable { get; }

    /// <summary>Process id of the browser that runs now, or null.</summary>
    public int? RunningProcess => _process is { HasEnded: false } process ? process.Id : null;

    /// <summary>Tabs that are open now.</summary>
    public int OpenTabs => _tabs.Count;

    /// <exception cref="ToolException">There is no browser, or too many pages are open.</exception>
    public async Task<WebTab> OpenAsync(TabView view, CancellationToken cancellationToken)
    {
        if (_program is null)
        {
            throw new ToolException(Unavailable!);
        }

        if (!await _slots.WaitAsync(SlotPatience, cancellationToken))
        {
            throw new ToolException($"{_options.Web.MaxPages} pages are open already, which is the limit (Agent:Web:MaxPages); try again in a few seconds.");
        }

        try
        {
            var process = await EnterAsync(cancellationToken);
            try
            {
                return await WebTab.OpenAsync(process, this, _guard, _options.Web, view, _time, _logger, cancellationToken);
            }
            catch
            {
                Leave();
                throw;
            }
        }
        catch (CdpException gone)
        {
            _slots.Release();
            throw new ToolException("The browser ended while a page was opened; call again.", gone);
        }
        catch
        {
            _slots.Release();
            throw;
        }
    }

    internal void Register(string context, WebTab tab) => _tabs[context] = tab;

    internal void Forget(string context) => _tabs.TryRemove(context, out _);

    /// <summary>The tab is closed.</summary>
    internal void Return()
    {
        Leave();
        _slots.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _idle.DisposeAsync();
        await _closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _gate.WaitAsync(CancellationToken.None);
        if (_process is { } process)
        {
            await process.DisposeAsync();
        }

        _stop.Dispose();
    }

    private async Task<BrowserProcess> EnterAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        await _gate.WaitAsync(either.Token);
        try
        {
            if (_process is { HasEnded: true } ended)
            {
                _process = null;
                await ended.DisposeAsync();
            }

            if (_process is null)
            {
                _process = await BrowserProcess.StartAsync(_program!, _launcher, _options, _time, either.Token);
                _process.OnBrowserEvent = OnEvent;
            }

            Interlocked.Increment(ref _inUse);
            _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return _process;
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _inUse) == 0 && !_stop.IsCancellationRequested)
        {
            _idle.Change(TimeSpan.FromSeconds(_options.Web.IdleSeconds), Timeout.InfiniteTimeSpan);
        }
    }

    private async Task CloseIdleAsync()
    {
        await _gate.WaitAsync(_stop.Token);
        try
        {
            if (Volatile.Read(ref _inUse) == 0 && _process is { } process)
            {
                _process = null;
                await process.DisposeAsync();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private void OnEvent(string name, JsonElement parameters)
    {
        if (name is "Target.targetCreated" && parameters.GetProperty("targetInfo") is var target
            && target.TryGetProperty("browserContextId", out var context) && _tabs.TryGetValue(context.GetString()!, out var tab))
        {
            tab.OnTarget(target.GetProperty("type").GetString()!, target.GetProperty("targetId").GetString()!);
        }
    }
}
