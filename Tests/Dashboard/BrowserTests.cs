using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LocalAi.Tests.Dashboard;

/// <summary>The pages in a real browser. With LOCALAI_SCREENSHOTS=folder each rendered page is also kept as a PNG.</summary>
public sealed class BrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    // Texts below 4.5 : 1 against the nearest opaque background (WCAG 2.2, contrast minimum and relative luminance).
    private const string LowContrast = """
        () => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const channels = color => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data];
          };
          const luminance = color => channels(color).slice(0, 3).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const background = element => {
            for (let at = element; at; at = at.parentElement) {
              const color = getComputedStyle(at).backgroundColor;
              if (color !== 'transparent' && channels(color)[3] === 255) return color;
            }
            return 'rgb(255, 255, 255)';
          };
          const bad = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest('option, script')) continue;
            const [a, b] = [luminance(getComputedStyle(element).color), luminance(background(element))].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) bad.push(`${ratio.toFixed(2)} ${element.tagName}.${element.className} "${walker.currentNode.data.trim().slice(0, 30)}"`);
          }
          return bad;
        }
        """;

    public static TheoryData<string, int, ColorScheme> Pages
    {
        get
        {
            var data = new TheoryData<string, int, ColorScheme>();
            foreach (var page in new[] { "/", "/startup", "/console", "/logs" })
            {
                data.Add(page, 1280, ColorScheme.Dark);
                data.Add(page, 1280, ColorScheme.Light);
                data.Add(page, 390, ColorScheme.Dark);
                data.Add(page, 390, ColorScheme.Light);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_RendersWithoutHorizontalScrollOrErrors(string path, int width, ColorScheme scheme)
    {
        var browser = fixture.Require();
        await using var host = await DashboardHost.StartAsync();
        await DemoTelemetry.SendAsync(host);
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 820 }, ColorScheme = scheme });
        var (page, errors) = await OpenAsync(context, host);
        await page.GotoAsync(host.Base + path.TrimStart('/'));
        await Ready(page).WaitForAsync();
        await ScreenshotAsync(page, $"{path.Trim('/')}-{width}-{scheme}");

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        (await page.EvaluateAsync<string[]>(LowContrast)).ShouldBeEmpty();
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Change_ArrivesWithoutReload()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var context = await NewContextAsync();
        var (page, errors) = await OpenAsync(context, host);
        await Ready(page).WaitForAsync();
        host.Monitor.Change("lmstudio", item => item with { State = "Running", Health = "Healthy", ProcessId = 4711, WaitingFor = [], CpuPercent = 150, Commands = ["stop"] });
        var row = page.Locator("[data-row=lmstudio]");
        await Expect(row.Locator(".state-name")).ToHaveTextAsync("Running");
        await Expect(row).ToContainTextAsync("pid 4711");
        await Expect(row.Locator(".cell-cpu .meter")).ToHaveClassAsync(new Regex("raised"));
        await Expect(page.Locator("#announce")).ToHaveTextAsync("lmstudio: Running");
        await DemoTelemetry.SendAsync(host, "rag", DemoTelemetry.Record(17, "broken"));
        await Expect(page.Locator("[data-row=rag] .badge")).ToHaveTextAsync("1 error");
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Filters_ShowWhatMatches()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var context = await NewContextAsync();
        var (page, _) = await OpenAsync(context, host);
        await Ready(page).WaitForAsync();
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("gate");
        (await VisibleAsync(page)).ShouldBe(["gateway"]);
        await page.FillAsync("#search", "");
        (await VisibleAsync(page)).ShouldNotContain("api-key");
        await page.ClickAsync("#parameters");
        (await VisibleAsync(page))[^1].ShouldBe("api-key");
        await Expect(page.Locator("[data-row=api-key] .state-name")).ToHaveTextAsync("Set");
        await page.FillAsync("#search", "");
        await page.ClickAsync(".chip[data-state=Absent]");
        (await VisibleAsync(page)).ShouldBe(["redis", "qdrant"]);
        await page.SelectOptionAsync("#type", "Container");
        (await VisibleAsync(page)).ShouldBe(["qdrant"]);
        await page.FillAsync("#search", "nothing like it");
        await Expect(page.Locator("#empty")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Details_ShowEverythingAndMaskTheEnvironment()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var context = await NewContextAsync();
        var (page, errors) = await OpenAsync(context, host);
        await Ready(page).WaitForAsync();
        for (var i = 0; i < 30; i++)
            host.Monitor.Change("rag", rag => rag with { CpuPercent = 10 + 40 * Math.Abs(Math.Sin(i / 3.0)), MemoryBytes = (150L + i) << 20 });
        await page.ClickAsync("[data-row=rag] .link");
        var details = page.Locator("#details");
        await Expect(details).ToContainTextAsync("OTEL_SERVICE_NAME");
        await Expect(details).Not.ToContainTextAsync("http://127.0.0.1:18889");
        await details.GetByText("Reveal values").ClickAsync();
        await Expect(details).ToContainTextAsync("http://127.0.0.1:18889");
        await Expect(details).ToContainTextAsync("cgroup v2");
        await Expect(details.Locator("polyline")).ToHaveCountAsync(2);
        await ScreenshotAsync(page, "details-1280-Dark");
        await page.SetViewportSizeAsync(390, 820);
        await ScreenshotAsync(page, "details-390-Dark");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
        await page.Keyboard.PressAsync("Escape");
        await Expect(details).ToBeHiddenAsync();
        await Expect(page.Locator("[data-row=rag] .link")).ToBeFocusedAsync();
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_AsksWhenOthersDependOnIt_ThenReachesTheMonitor()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var context = await NewContextAsync();
        var (page, _) = await OpenAsync(context, host);
        await Ready(page).WaitForAsync();
        await page.ClickAsync("[data-row=rag] [data-command=restart]");
        await Expect(page.Locator("dialog")).ToContainTextAsync("gateway");
        await ScreenshotAsync(page, "confirm-1280-Dark");
        await page.Keyboard.PressAsync("Escape");
        host.Monitor.Commands.ShouldBeEmpty();
        await page.ClickAsync("[data-row=rag] [data-command=restart]");
        await page.ClickAsync("dialog .primary-action");
        await Eventually.TrueAsync(() => Task.FromResult(host.Monitor.Commands.Contains(("rag", "restart"))));

        host.Monitor.OnCommand = (_, _, _) => Task.FromResult<string?>("Port 3000 is still taken by node (pid 77).");
        await page.ClickAsync("[data-row=desktop] [data-command=start]");
        await Expect(page.Locator(".toast.error")).ToContainTextAsync("Port 3000 is still taken");
    }

    [Fact]
    public async Task Console_FiltersPausesAndFollows()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var context = await NewContextAsync();
        var (page, errors) = await OpenAsync(context, host);
        await page.GotoAsync(new Uri(host.Base, "/console?resource=GATEWAY").ToString());
        await Expect(page.Locator("#count")).ToHaveTextAsync("42 lines");
        await Expect(page.Locator("#resource")).ToHaveValueAsync("gateway");
        host.Monitor.Write("gateway", "\e[31mred alarm\e[0m and more");
        await Expect(page.Locator(".line .fg1")).ToHaveTextAsync("red alarm");
        await Expect(page.Locator(".line").Last).ToBeInViewportAsync();

        await page.FillAsync("#search", "alarm");
        await Expect(page.Locator("#count")).ToHaveTextAsync("1 of 43 lines");
        await Expect(page.Locator("mark")).ToHaveTextAsync("alarm");
        await page.FillAsync("#search", "");
        await page.ClickAsync("#pause");
        host.Monitor.Write("gateway", "unseen");
        await Expect(page.Locator("#pause")).ToHaveTextAsync("Go on (1 new)");
        await Expect(page.Locator(".line")).ToHaveCountAsync(43);
        await page.ClickAsync("#pause");
        await Expect(page.Locator(".line").Last).ToContainTextAsync("unseen");

        var lines = Enumerable.Range(0, 5_000).Select(i => $"flood {i}").ToArray();
        foreach (var line in lines)
            host.Monitor.Write("gateway", line);
        await Expect(page.Locator("#count")).ToHaveTextAsync("5,044 lines");
        await Expect(page.Locator(".line")).ToHaveCountAsync(2_000);
        await Expect(page.Locator(".line").Last).ToContainTextAsync("flood 4999");
        await Expect(page.Locator(".line").Last).ToBeInViewportAsync();
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Logs_AreLiveFilteredAndOpenInDetail()
    {
        await using var host = await DashboardHost.StartAsync();
        await DemoTelemetry.SendAsync(host);
        await using var context = await NewContextAsync();
        var (page, errors) = await OpenAsync(context, host);
        await page.GotoAsync(new Uri(host.Base, "/logs").ToString());
        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(6);
        await Ready(page).WaitForAsync();
        var late = DemoTelemetry.Record(13, "late, but of old");
        late["timeUnixNano"] = "1000000000";
        await DemoTelemetry.SendAsync(host, "agent-api", DemoTelemetry.Record(13, "fresh warning"), late);
        await Expect(page.Locator("#rows tr").First).ToContainTextAsync("fresh warning");
        await Expect(page.Locator("#rows tr").Last).ToContainTextAsync("late, but of old");
        await page.SelectOptionAsync("#level", "Error");
        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(1);
        page.Url.ShouldEndWith("/logs?level=Error");
        await page.ClickAsync("#rows tr .link.plain");
        await Expect(page.Locator("#details pre.exception")).ToContainTextAsync("UpstreamClient.cs:line 71");
        await ScreenshotAsync(page, "log-details-1280-Dark");
        await page.SelectOptionAsync("#level", "");
        await page.FillAsync("#trace", "4bf92f3577b34da6a3ce929d0e0e4736");
        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(3);
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Startup_FillsAsResourcesBecomeReady()
    {
        var monitor = new FakeMonitor();
        monitor.Set(new() { Name = "postgres", Type = "Executable", State = "Starting", WaitedMilliseconds = 5 });
        monitor.Set(new() { Name = "rag", Type = "Project", State = "Waiting", WaitingFor = ["postgres"], DependsOn = ["postgres"] });
        await using var host = await DashboardHost.StartAsync(monitor);
        await using var context = await NewContextAsync();
        var (page, errors) = await OpenAsync(context, host);
        await page.GotoAsync(new Uri(host.Base, "/startup").ToString());
        await Expect(page.Locator(".row").Nth(1)).ToContainTextAsync("Waiting");
        monitor.Change("postgres", item => item with { State = "Running", StartMilliseconds = 1_200, OnCriticalPath = true });
        monitor.Change("rag", item => item with { State = "Running", WaitedMilliseconds = 1_210, StartMilliseconds = 800, OnCriticalPath = true, WaitingFor = [] });
        monitor.ReadySeconds = 2.01;
        await Expect(page.Locator("#summary")).ToHaveTextAsync("Ready in 2 s");
        await Expect(page.Locator(".chain li")).ToHaveTextAsync(["postgres 1.2 s", "rag 800 ms"]);
        await Expect(page.Locator(".row[data-critical=true]")).ToHaveCountAsync(2);
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Login_ByFormInKorean_AndLogout()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var context = await fixture.Require().NewContextAsync(new() { Locale = "ko-KR" });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(host.Base, "/console").ToString());
        await page.FillAsync("#token", "a wrong token, sixteen long");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#error")).ToContainTextAsync("토큰이 아닙니다");
        await ScreenshotAsync(page, "login-ko");
        await page.FillAsync("#token", host.Token);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(host.Base, "/console").ToString());
        await Expect(page.Locator("#live")).ToHaveTextAsync("실시간");
        await page.ClickAsync("form[action='/logout'] button");
        await Expect(page).ToHaveURLAsync(new Uri(host.Base, "/login").ToString());
    }

    [Fact]
    public async Task Keyboard_ReachesPagesThemeAndHelp()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var context = await NewContextAsync();
        var (page, _) = await OpenAsync(context, host);
        await Ready(page).WaitForAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("[data-row=localai] .link")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#details h2")).ToHaveTextAsync("localai");
        await page.Keyboard.PressAsync("d");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await page.ReloadAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("dialog")).ToContainTextAsync("Keyboard shortcuts");
        await ScreenshotAsync(page, "help-1280-Light");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("dialog")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("c");
        await Expect(page).ToHaveURLAsync(new Uri(host.Base, "/console").ToString());
    }

    [Theory]
    [InlineData("\\u001b[1;31mred\\u001b[0m plain", "bold fg1:red|: plain")]
    [InlineData("\\u001b[38;5;208mx\\u001b[39my", "rgb(255 135 0):x|:y")]
    [InlineData("\\u001b[38;2;1;2;3mx\\u001b[48;5;9my", "rgb(1 2 3):x|rgb(1 2 3) bg9:y")]
    [InlineData("\\u001b[93ma\\u001b[103mb\\u001b[mc", "fg11:a|fg11 bg11:b|:c")]
    [InlineData("\\u001b]8;;http://x\\u0007link\\u001b]8;;\\u0007 \\u001b[2Kend\\u001b[", ":link|: |:end")]
    public async Task Ansi_BecomesClassesAndColours(string text, string expected)
    {
        await using var host = await DashboardHost.StartAsync();
        await using var context = await NewContextAsync();
        var (page, _) = await OpenAsync(context, host);
        var pieces = await page.EvaluateAsync<string>($$"""
            async () => {
              const base = document.querySelector('link[rel=stylesheet]').href.replace(/[^/]*$/, '');
              const { pieces } = await import(base + 'ansi.js');
              return pieces("{{text}}").map(p => `${[p.color, p.background, ...p.classes].filter(Boolean).join(' ')}:${p.text.replaceAll('\u001b[', '')}`).filter(p => p !== ':').join('|');
            }
            """);
        pieces.ShouldBe(expected);
    }

    [Fact]
    public async Task SortedByMemory_TheHungriestComesFirst()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var context = await NewContextAsync();
        var (page, _) = await OpenAsync(context, host);
        await Ready(page).WaitForAsync();
        await page.ClickAsync("th [data-sort=memory]");
        (await VisibleAsync(page)).Take(3).ShouldBe(["llm", "gateway", "rag"]);
        await Expect(page.Locator("th[aria-sort=descending]")).ToHaveTextAsync("Memory");
        await page.ClickAsync("th [data-sort=memory]");
        (await VisibleAsync(page))[0].ShouldBe("postgres");
    }

    [Fact]
    public async Task HostThatGoesAway_IsSaid()
    {
        var host = await DashboardHost.StartAsync();
        await using var context = await NewContextAsync();
        var (page, _) = await OpenAsync(context, host);
        await Ready(page).WaitForAsync();
        await host.DisposeAsync();
        await Expect(page.Locator("#live")).ToHaveTextAsync("Reconnecting");
    }

    private Task<IBrowserContext> NewContextAsync() =>
        fixture.Require().NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 820 }, ColorScheme = ColorScheme.Dark });

    private static async Task<IReadOnlyList<string>> VisibleAsync(IPage page) =>
        await page.Locator("[data-row]:visible").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.row)");

    private static ILocator Ready(IPage page) => page.Locator("#live[data-status=live]");

    private static async Task<(IPage Page, List<string> Errors)> OpenAsync(IBrowserContext context, DashboardHost host)
    {
        var errors = new List<string>();
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(host.Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        try
        {
            await page.Locator("nav [aria-current=page]").WaitForAsync();
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Login ended at {page.Url}: {await page.Locator("body").InnerTextAsync()}", exception);
        }

        return (page, errors);
    }

    private static async Task ScreenshotAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("LOCALAI_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, (name.StartsWith('-') ? "resources" : "") + name + ".png") });
    }
}
