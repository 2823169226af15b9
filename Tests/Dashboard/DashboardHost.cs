using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using LocalAi.Hosting.Dashboard;
using LocalAi.Hosting.Monitoring;

namespace LocalAi.Tests.Dashboard;

/// <summary>A dashboard on free ports with clients for it.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    private readonly DashboardServer _server;

    private DashboardHost(DashboardServer server, IResourceMonitor monitor)
    {
        _server = server;
        Monitor = (FakeMonitor)monitor;
        Url = server.Url;
        Base = new Uri($"http://127.0.0.1:{new Uri(server.Url).Port}");
        Otlp = new Uri(server.OtlpUrl);
        Api = NewClient(Base);
        Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        Anonymous = NewClient(Base);
        Sender = NewClient(Otlp);
    }

    public FakeMonitor Monitor { get; }

    public string Url { get; }

    public string Token => _server.Token;

    public Uri Base { get; }

    public Uri Otlp { get; }

    /// <summary>Sends the bearer token.</summary>
    public HttpClient Api { get; }

    /// <summary>Sends nothing of itself: no token, no cookies; follows no redirect.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>Talks to the OTLP port.</summary>
    public HttpClient Sender { get; }

    public static async Task<DashboardHost> StartAsync(FakeMonitor? monitor = null, Action<DashboardOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new DashboardOptions { Port = 0, OtlpPort = 0 };
        configure?.Invoke(options);
        monitor ??= DemoScene.Create();
        var server = new DashboardServer(options, time);
        await server.StartAsync(monitor, TestContext.Current.CancellationToken);
        return new DashboardHost(server, monitor);
    }

    /// <summary>Events of a live stream, as they come.</summary>
    public async IAsyncEnumerable<SseItem<string>> EventsAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await Api.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken)).EnumerateAsync(cancellationToken))
            yield return item;
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Anonymous.Dispose();
        Sender.Dispose();
        await _server.DisposeAsync();
    }

    private static HttpClient NewClient(Uri address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
}
