using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LocalAi.AgentApi.Pipeline;
using LocalAi.Tests.AgentApi.Web.Support;

namespace LocalAi.Tests.AgentApi.Web;

/// <summary>A page that is allowed tries to make the browser reach what is not.</summary>
public sealed class PageEscapeTests(WebHost web) : IClassFixture<WebHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task Redirect_ToLoopback_IsRefused(int status)
    {
        var outcome = await web.CallAsync("web_scrape", new { url = web.Site.Redirect($"/redirect{status}", web.Trap.Url, status) });
        outcome.Kind.ShouldBe(OutcomeKind.Refused, outcome.Result?.Text ?? outcome.Message);
        web.Trap.Connections.ShouldBe(0);
    }

    [Theory]
    [InlineData("https://127.0.0.1:{port}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{port}/")]
    [InlineData("http://2130706433:{port}/")]
    [InlineData("http://0x7f.1:{port}/")]
    [InlineData("http://localhost:{port}/")]
    [InlineData("http://app.localhost:{port}/")]
    [InlineData("http://0.0.0.0:{port}/")]
    [InlineData("http://[::1]:{port}/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("chrome://version")]
    [InlineData("data:text/html,<p>inside")]
    public async Task Redirect_ElsewhereNotAllowed_ShowsNothing(string target)
    {
        web.Resolver.Answer("localhost", "127.0.0.1");
        web.Resolver.Answer("app.localhost", "127.0.0.1");
        var to = target.Replace("{port}", web.Trap.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var outcome = await web.CallAsync("web_scrape", new { url = web.Site.Redirect("/elsewhere", to) });
        outcome.Kind.ShouldNotBe(OutcomeKind.Ok, outcome.Result?.Text);
        outcome.Kind.ShouldNotBe(OutcomeKind.Failed, outcome.Message);
        web.Trap.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Name_ThatFlipsAfterTheCheck_IsRefused()
    {
        // The first answer is for the check before the browser starts, the second for the proxy: it decides, and dials what it was told.
        web.Resolver.Answer("flip.test", "93.184.216.34", "127.0.0.1");
        var outcome = await web.CallAsync("web_scrape", new { url = string.Create(CultureInfo.InvariantCulture, $"http://flip.test:{web.Trap.Port}/") });
        outcome.Kind.ShouldBe(OutcomeKind.Refused, outcome.Message);
        web.Trap.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Page_TriesEveryWay_NothingIsReached()
    {
        web.Resolver.Answer("rebind.test", "127.0.0.1");
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var stun = ((IPEndPoint)udp.Client.LocalEndPoint!).Port;
        var port = web.Trap.Port.ToString(CultureInfo.InvariantCulture);
        var url = web.Site.Body("/tries", """
            <link rel=preconnect href=TRAP><link rel=dns-prefetch href=TRAP><link rel=prefetch href=TRAPa><link rel=preload as=image href=TRAPb><link rel=stylesheet href=TRAPc>
            <img src=TRAPd><script src=TRAPe></script><iframe src=TRAPf></iframe><object data=TRAPg></object><embed src=TRAPh><video src=TRAPi autoplay></video><audio src=TRAPj autoplay></audio>
            <img src=http://rebind.test:PORT/><img src=http://localhost:PORT/><iframe src=http://[::1]:PORT/></iframe><svg><image href=TRAPk /></svg>
            <style>@font-face{font-family:x;src:url(TRAPl)} body{background:url(TRAPm);font-family:x}</style><form id=f method=post action=TRAPn target=g><input name=a></form><iframe name=g></iframe>
            <iframe src=file:///etc/passwd></iframe><iframe srcdoc="<img src=TRAPo>"></iframe><p id=done>trying</p>
            <script>
              const out = [];
              const tries = [
                () => fetch('TRAPp', { mode: 'no-cors' }), () => fetch('TRAPq'), () => fetch('file:///etc/passwd'),
                () => new Promise((y, n) => { const s = new WebSocket('ws://127.0.0.1:PORT/'); s.onopen = y; s.onerror = n; }),
                () => new Promise((y, n) => { const s = new EventSource('TRAPr'); s.onopen = y; s.onerror = n; }),
                () => new Promise((y, n) => { const x = new XMLHttpRequest(); x.onload = y; x.onerror = n; x.open('GET', 'TRAPs'); x.send(); }),
                () => { if (!navigator.sendBeacon('TRAPt', 'x')) throw 1; return new Promise((y, n) => setTimeout(n, 300)); },
                () => { new Worker(URL.createObjectURL(new Blob(["fetch('TRAPu').catch(()=>0); new WebSocket('ws://127.0.0.1:PORT/w')"]))); return new Promise((y, n) => setTimeout(n, 300)); },
                () => { const r = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:STUN' }] }); r.createDataChannel('x'); return r.createOffer().then(o => r.setLocalDescription(o)); },
                () => { const t = new WebTransport('https://127.0.0.1:PORT/'); return t.ready; },
                () => navigator.serviceWorker.register('/sw.js'),
              ];
              document.getElementById('f').submit();
              Promise.all(tries.map(t => { try { return Promise.resolve(t()).then(() => out.push('' + t), () => 0); } catch { return 0; } })).then(() => document.getElementById('done').textContent = 'reached: ' + out.length + ' ' + out.filter(o => !/no-cors/.test(o)).join(' '));
            </script>
            """.Replace("TRAP", web.Trap.Url, StringComparison.Ordinal).Replace("PORT", port, StringComparison.Ordinal).Replace("STUN", stun.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

        var result = await web.OkAsync("web_scrape", new { url, selector = "#done" });

        // A no-cors fetch cannot tell a refusal of the proxy from an answer.
        result.Text.ShouldContain("reached:");
        result.Text.ShouldMatch("reached: [01]\\s*$");
        result.Text.ShouldContain("were refused");
        web.Trap.Connections.ShouldBe(0);
        udp.Available.ShouldBe(0);
    }

    [Theory]
    [InlineData("script", "<script>location.href = 'TRAP'</script>")]
    [InlineData("meta", "<meta http-equiv=refresh content='0;url=TRAP'>")]
    [InlineData("form", "<form id=f action='TRAP' method=post></form><script>f.submit()</script>")]
    public async Task Page_GoesToLoopback_IsRefused(string kind, string body)
    {
        var outcome = await web.CallAsync("web_screenshot", new { url = web.Site.Body("/goes-" + kind, body.Replace("TRAP", web.Trap.Url, StringComparison.Ordinal)) });
        outcome.Kind.ShouldBe(OutcomeKind.Refused, outcome.Message);
        web.Trap.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Page_AllowedByName_IsReachedAtTheResolvedAddress()
    {
        web.Resolver.Answer("site.test", "127.0.0.1");
        web.Site.Body("/named", "<p>hello by name</p>");
        var result = await web.OkAsync("web_scrape", new { url = string.Create(CultureInfo.InvariantCulture, $"http://site.test:{web.Site.Port}/named") });
        result.Text.ShouldContain("hello by name");
    }

    [Fact]
    public async Task WebSocket_ToTheAllowedSite_Works()
    {
        web.Site.On("/socket", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync("pong"u8.ToArray(), System.Net.WebSockets.WebSocketMessageType.Text, true, Token);
        });
        var url = web.Site.Body("/socket-page", "<p id=t>waiting</p><script>const s = new WebSocket('ws://' + location.host + '/socket'); s.onmessage = e => t.textContent = 'got ' + e.data; s.onerror = () => t.textContent = 'failed';</script>");
        (await web.OkAsync("web_scrape", new { url, selector = "#t" })).Text.ShouldContain("got pong");
    }
}
