using System.Diagnostics;
using System.Globalization;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Tools.Web.Browsing;
using LocalAi.Tests.AgentApi.Web.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Web;

/// <summary>The browser's life: started when needed, shared, closed when idle, never root, gone with the service.</summary>
public sealed class WebBrowserTests(WebHost web) : IClassFixture<WebHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_AtOnce_ShareOneBrowserWithProfilesOfTheirOwn()
    {
        await using var host = web.Start(null, ("Agent:Web:MaxPages", "2"));
        var url = web.Site.Body("/cookie", "<p id=t></p><script>t.textContent = 'cookie [' + document.cookie + '] store [' + localStorage.length + ']'; document.cookie = 'a=1'; localStorage.a = 1</script>");
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => web.OkAsync("web_scrape", new { url, format = "text" }, host)));
        results.ShouldAllBe(r => r.Text.Contains("cookie [] store [0]"));
        var browser = host.Get<WebBrowser>();
        browser.RunningProcess.ShouldNotBeNull();
        browser.OpenTabs.ShouldBe(0);
        Uids(Tree(browser.RunningProcess.Value)).ShouldAllBe(uid => uid != "0");
    }

    [Fact]
    public async Task Browser_Idle_IsClosed()
    {
        await using var host = web.Start(null, ("Agent:Web:IdleSeconds", "1"));
        await web.OkAsync("web_scrape", new { url = web.Site.Body("/idle", "<p>x</p>") }, host);
        var browser = host.Get<WebBrowser>();
        await Eventually.TrueAsync(() => browser.RunningProcess is null, "the idle browser is closed", Token);
        await web.OkAsync("web_scrape", new { url = web.Site.Body("/idle", "<p>x</p>") }, host);
    }

    [Fact]
    public async Task Browser_KilledDuringACall_IsAClearErrorAndTheNextCallWorks()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = web.CallAsync("web_scrape", new { url = web.Site.On("/waits", context => WaitAsync(arrived, context.RequestAborted)) });
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        var tree = Tree(web.Browser.RunningProcess!.Value);
        using (var process = Process.GetProcessById(tree[0]))
        {
            process.Kill(entireProcessTree: true);
        }

        var outcome = await call;
        outcome.Kind.ShouldBe(OutcomeKind.ToolError);
        outcome.Message!.ShouldContain("The browser ended during the call");
        await GoneAsync(tree);
        await web.OkAsync("web_scrape", new { url = web.Site.Body("/after", "<p>x</p>") });
    }

    [Fact]
    public async Task Call_Cancelled_LeavesNoPage()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var url = web.Site.On("/cancelled", async context =>
        {
            context.RequestAborted.Register(() => left.TrySetResult());
            await WaitAsync(arrived, context.RequestAborted);
        });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var call = web.CallAsync("web_scrape", new { url }, null, cancel.Token);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        web.Browser.OpenTabs.ShouldBe(0);
        web.Browser.RunningProcess.ShouldNotBeNull();
    }

    [Fact]
    public async Task Service_Stops_AndNoProcessIsLeft()
    {
        var host = web.Start(null);
        await web.OkAsync("web_scrape", new { url = web.Site.Body("/stop", "<p>x</p>") }, host);
        var tree = Tree(host.Get<WebBrowser>().RunningProcess!.Value);
        tree.Count.ShouldBeGreaterThan(2);
        await host.DisposeAsync();
        await GoneAsync(tree);
    }

    [Fact]
    public void Service_WithoutACall_StartsNothing()
    {
        using var host = web.Start(null);
        host.Http();
        host.Get<WebBrowser>().RunningProcess.ShouldBeNull();
    }

    private static async Task WaitAsync(TaskCompletionSource arrived, CancellationToken cancellationToken)
    {
        arrived.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static Task GoneAsync(List<int> tree) => Eventually.TrueAsync(() => !tree.Any(IsAlive), "every process of the browser is gone", Token);

    private static bool IsAlive(int pid)
    {
        try
        {
            // A zombie is gone but for its parent's notice.
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static List<int> Tree(int root)
    {
        List<int> all = [root];
        for (var i = 0; i < all.Count; i++)
        {
            foreach (var task in Directory.Exists($"/proc/{all[i]}/task") ? Directory.GetDirectories($"/proc/{all[i]}/task") : [])
            {
                all.AddRange(File.ReadAllText(task + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => int.Parse(p, CultureInfo.InvariantCulture)));
            }
        }

        return all;
    }

    private static IEnumerable<string> Uids(List<int> tree) =>
        tree.Where(IsAlive).SelectMany(pid => File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t').Skip(1));
}
