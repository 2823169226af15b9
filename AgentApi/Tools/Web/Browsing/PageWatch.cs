using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>
/// Follows one page's events: what is loading, where it is, and what a page does to keep its visitor (dialogs, popups, reloads without end).
/// Called on the connection's reading loop; everything here is short.
/// </summary>
/// <param name="frame">The page's own frame.</param>
/// <param name="post">Sends a command without waiting.</param>
/// <param name="fail">Ends the call with a reason.</param>
internal sealed class PageWatch(string frame, Action<string, JsonObject?> post, Action<string> fail)
{
    private const int MaxDialogs = 50;
    private const int MaxPopups = 20;
    private const int MaxNavigations = 50;
    private const int MaxRequests = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private volatile bool _isLoading;
    private volatile string? _documentUrl;
    private volatile string? _mediaType;
    private volatile int _status;
    private int _navigations;
    private int _dialogs;
    private int _popups;

    public bool IsLoading => _isLoading;

    /// <summary>True when nothing is being fetched.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (_gate)
            {
                return _open.Count == 0;
            }
        }
    }

    /// <summary>What the page's own frame asked for last, redirects followed.</summary>
    public string? DocumentUrl => _documentUrl;

    public int Status => _status;

    public string? MediaType => _mediaType;

    public int Navigations => Volatile.Read(ref _navigations);

    public int Dialogs => Volatile.Read(ref _dialogs);

    public int Popups => Volatile.Read(ref _popups);

    public void OnPopup()
    {
        if (Interlocked.Increment(ref _popups) == MaxPopups)
        {
            fail("The page opens windows without end and was closed.");
        }
    }

    public void OnEvent(string name, JsonElement parameters)
    {
        switch (name)
        {
            case "Network.requestWillBeSent":
                OnRequest(parameters);
                break;
            case "Network.loadingFinished" or "Network.loadingFailed":
                lock (_gate)
                {
                    _open.Remove(parameters.GetProperty("requestId").GetString()!);
                }

                break;
            case "Network.responseReceived" when IsDocument(parameters):
                var response = parameters.GetProperty("response");
                _status = response.GetProperty("status").GetInt32();
                _mediaType = response.GetProperty("mimeType").GetString();
                break;
            case "Page.frameStartedLoading" when IsOwn(parameters):
                _isLoading = true;
                break;
            case "Page.frameStoppedLoading" when IsOwn(parameters):
                _isLoading = false;
                break;
            case "Page.frameNavigated" when parameters.GetProperty("frame") is var navigated && navigated.GetProperty("id").GetString() == frame:
                OnNavigated();
                break;
            case "Page.javascriptDialogOpening":
                OnDialog(parameters);
                break;
            case "Inspector.targetCrashed":
                fail("The page crashed; it may have used too much memory.");
                break;
        }
    }

    /// <summary>Counts from here: a new address was asked for by the caller.</summary>
    public void Begin()
    {
        _status = 0;
        _mediaType = null;
        Volatile.Write(ref _navigations, 0);
    }

    private void OnRequest(JsonElement parameters)
    {
        if (IsDocument(parameters))
        {
            _documentUrl = parameters.GetProperty("request").GetProperty("url").GetString();
        }

        lock (_gate)
        {
            if (_open.Count < MaxRequests)
            {
                _open.Add(parameters.GetProperty("requestId").GetString()!);
            }
        }
    }

    private void OnNavigated()
    {
        if (Interlocked.Increment(ref _navigations) == MaxNavigations)
        {
            fail("The page goes from one address to the next without end and was closed.");
        }
    }

    private void OnDialog(JsonElement parameters)
    {
        // Everything is answered with Cancel, but for the question whether to leave: the caller wants to.
        post("Page.handleJavaScriptDialog", new JsonObject { ["accept"] = parameters.GetProperty("type").GetString() == "beforeunload" });
        if (Interlocked.Increment(ref _dialogs) == MaxDialogs)
        {
            fail("The page opens dialogs without end and was closed.");
        }
    }

    private bool IsDocument(JsonElement parameters) =>
        parameters.TryGetProperty("type", out var type) && type.ValueEquals("Document") && IsOwn(parameters);

    private bool IsOwn(JsonElement parameters) => parameters.TryGetProperty("frameId", out var id) && id.ValueEquals(frame);
}
