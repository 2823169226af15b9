using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Tools.Web.Addresses;
using LocalAi.AgentApi.Tools.Web.Proxy;

namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>One page with a profile and a proxy of its own, which all go when it is closed.</summary>
internal sealed class WebTab : IAsyncDisposable
{
    private const string World = "localai";
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan QuietPatience = TimeSpan.FromSeconds(3);

    private readonly BrowserProcess _process;
    private readonly WebBrowser _browser;
    private readonly AddressGuard _guard;
    private readonly WebProxy _proxy;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _failed = new();
    private string? _context;
    private string? _target;
    private string _session = "";
    private string? _failure;

    private WebTab(BrowserProcess process, WebBrowser browser, AddressGuard guard, WebOptions options, TimeProvider time, ILogger logger)
    {
        _process = process;
        _browser = browser;
        _guard = guard;
        _time = time;
        _patience = TimeSpan.FromSeconds(options.NavigationSeconds);
        Traffic = new WebTraffic((long)options.MaxResponseMb << 20);
        _proxy = new WebProxy(guard, Traffic, logger);
    }

    public WebTraffic Traffic { get; }

    public PageWatch Watch { get; private set; } = null!;

    /// <summary>What the reader of the result should know, or null.</summary>
    public string? Note { get; private set; }

    public static async Task<WebTab> OpenAsync(
        BrowserProcess process, WebBrowser browser, AddressGuard guard, WebOptions options, TabView view, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var tab = new WebTab(process, browser, guard, options, time, logger);
        try
        {
            await tab.CreateAsync(view, cancellationToken);
            return tab;
        }
        catch
        {
            await tab.CloseAsync();
            throw;
        }
    }

    /// <summary>Opens an address and waits until the page is there.</summary>
    /// <exception cref="ToolException">The address is refused, or nothing can be shown.</exception>
    public async Task GotoAsync(Uri url, CancellationToken cancellationToken)
    {
        await _guard.CheckAsync(url.IdnHost, url.Port, cancellationToken);
        Watch.Begin();
        JsonElement answer;
        try
        {
            answer = await SendAsync("Page.navigate", new JsonObject { ["url"] = url.AbsoluteUri }, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new ToolException($"{url.IdnHost} did not answer in {_patience.TotalSeconds:0} s.");
        }

        var error = answer.TryGetProperty("errorText", out var text) ? text.GetString() : null;
        if (error is not null || (answer.TryGetProperty("isDownload", out var download) && download.GetBoolean()))
        {
            ThrowIfKept();
            throw NavigationFailure.Of(error ?? "net::ERR_ABORTED", Traffic.IsExhausted);
        }

        await SettleAsync(cancellationToken);
    }

    /// <summary>Waits until the page has loaded and fetches nothing more; stops a page that does not come to an end.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        while (Watch.IsLoading)
        {
            await DelayAsync(Look, cancellationToken);
            if (_time.GetElapsedTime(start) > _patience)
            {
                Note = string.Create(CultureInfo.InvariantCulture, $"The page did not finish loading in {_patience.TotalSeconds:0} s; this is what had come.");
                _process.Connection.Post(_session, "Page.stopLoading");
                break;
            }
        }

        var quietSince = start = _time.GetTimestamp();
        while (_time.GetElapsedTime(quietSince) < Quiet && _time.GetElapsedTime(start) < QuietPatience)
        {
            await DelayAsync(Look, cancellationToken);
            quietSince = Watch.IsQuiet && !Watch.IsLoading ? quietSince : _time.GetTimestamp();
        }

        ThrowIfKept();
        if (Traffic.IsExhausted)
        {
            Note = "The page brought more than it may (Agent:Web:MaxResponseMb); the rest was left out.";
        }
    }

    /// <summary>Runs one of our scripts in a world of its own: the page can neither see it nor change what it stands on.</summary>
    /// <param name="function">A JavaScript function of one argument, whose result is JSON.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<JsonElement> RunAsync(string function, JsonNode? argument, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var result = await CallAsync(function, new JsonObject { ["arguments"] = new JsonArray(new JsonObject { ["value"] = argument?.DeepClone() }), ["executionContextId"] = await WorldAsync(cancellationToken) }, cancellationToken);
                return result.TryGetProperty("value", out var value) ? value : default;
            }
            catch (CdpException) when (attempt < 2)
            {
                // The page went elsewhere in between.
                await SettleAsync(cancellationToken);
            }
            catch (CdpException failed)
            {
                throw new ToolException("The page cannot be read: " + failed.Message, failed);
            }
        }
    }

    /// <summary>Calls a function in our world, on an object or in the context the parameters name.</summary>
    public async Task<JsonElement> CallAsync(string function, JsonObject parameters, CancellationToken cancellationToken)
    {
        parameters["functionDeclaration"] = function;
        parameters["returnByValue"] ??= true;
        parameters["awaitPromise"] = true;
        var answer = await SendAsync("Runtime.callFunctionOn", parameters, cancellationToken);
        return answer.TryGetProperty("exceptionDetails", out var thrown)
            ? throw new ToolException("The page cannot be read: " + (thrown.TryGetProperty("exception", out var e) && e.TryGetProperty("description", out var d) ? d.GetString()!.Split('\n')[0] : "its script failed") + ".")
            : answer.GetProperty("result");
    }

    public async Task<int> WorldAsync(CancellationToken cancellationToken) =>
        (await SendAsync("Page.createIsolatedWorld", new JsonObject { ["frameId"] = _target, ["worldName"] = World }, cancellationToken)).GetProperty("executionContextId").GetInt32();

    /// <summary>Sends a command to the page.</summary>
    /// <exception cref="ToolException">The page or the browser is gone.</exception>
    /// <exception cref="TimeoutException">The page is too busy to answer.</exception>
    public async Task<JsonElement> SendAsync(string method, JsonObject? parameters, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _failed.Token);
        try
        {
            return await _process.Connection.SendAsync(_session, method, parameters, either.Token).WaitAsync(_patience, _time, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ToolException(_failure!);
        }
        catch (TimeoutException) when (method != "Page.navigate")
        {
            throw new ToolException($"The page did not answer in {_patience.TotalSeconds:0} s; it may be busy in a script of its own.");
        }
        catch (CdpException gone) when (gone.Ended)
        {
            throw new ToolException(_process.EndedBy ?? "The browser ended during the call; call again, it starts anew.", gone);
        }
    }

    public async Task DelayAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _failed.Token);
        try
        {
            await Task.Delay(wait, _time, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ToolException(_failure!);
        }

        if (_process.HasEnded)
        {
            throw new ToolException(_process.EndedBy ?? "The browser ended during the call; call again, it starts anew.");
        }
    }

    /// <summary>A target of this tab's profile came up. The first page is the tab itself; every other one is a popup and is closed.</summary>
    internal void OnTarget(string type, string target)
    {
        if (type != "page")
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _target, target, null) is not null && _target != target)
        {
            _process.Connection.Post("", "Target.closeTarget", new JsonObject { ["targetId"] = target });
            Watch?.OnPopup();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _browser.Return();
    }

    private async Task CreateAsync(TabView view, CancellationToken cancellationToken)
    {
        var connection = _process.Connection;
        var context = await connection.SendAsync(
            "",
            "Target.createBrowserContext",
            new JsonObject { ["disposeOnDetach"] = true, ["proxyServer"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_proxy.Port}"), ["proxyBypassList"] = "<-loopback>" },
            cancellationToken);
        _context = context.GetProperty("browserContextId").GetString()!;
        _browser.Register(_context, this);
        await connection.SendAsync("", "Browser.setDownloadBehavior", new JsonObject { ["behavior"] = "deny", ["browserContextId"] = _context }, cancellationToken);
        var target = (await connection.SendAsync("", "Target.createTarget", new JsonObject { ["url"] = "about:blank", ["browserContextId"] = _context, ["width"] = view.Width, ["height"] = view.Height }, cancellationToken))
            .GetProperty("targetId").GetString()!;
        Interlocked.Exchange(ref _target, target);
        var session = (await connection.SendAsync("", "Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true }, cancellationToken)).GetProperty("sessionId").GetString()!;
        Watch = new PageWatch(target, (method, parameters) => connection.Post(session, method, parameters), Fail);
        connection.Listen(session, Watch.OnEvent);
        _session = session;
        await Task.WhenAll(TabSetup.Commands(view).Select(c => SendAsync(c.Method, c.Parameters, cancellationToken)));
    }

    private void Fail(string why)
    {
        if (Interlocked.CompareExchange(ref _failure, why, null) is null)
        {
            // Only our own waits listen, and they go on asynchronously.
            _ = _failed.CancelAsync();
        }
    }

    private void ThrowIfKept()
    {
        if (Uri.TryCreate(Watch.DocumentUrl, UriKind.Absolute, out var url) && Traffic.Find(WebAddress.Host(url.IdnHost), url.Port) is { } kept && Watch.Status is 0 or 403 or 502)
        {
            throw new ToolException(kept.Reason) { Refused = kept.Refused };
        }
    }

    private async Task CloseAsync()
    {
        if (_session.Length > 0)
        {
            _process.Connection.Forget(_session);
        }

        if (_context is { } context)
        {
            _browser.Forget(context);
            try
            {
                await _process.Connection.SendAsync("", "Target.disposeBrowserContext", new JsonObject { ["browserContextId"] = context }, CancellationToken.None).WaitAsync(ClosePatience, _time, CancellationToken.None);
            }
            catch (CdpException)
            {
                // The browser is gone, and the page with it.
            }
            catch (TimeoutException)
            {
                _process.Kill("The browser did not answer any more and was ended; call again, it starts anew.");
            }
        }

        await _proxy.DisposeAsync();
        _failed.Dispose();
    }
}
