using Microsoft.Playwright;

namespace LocalAi.Tests.Dashboard;

/// <summary>The pages in a real browser. With LOCALAI_SCREENSHOTS=folder each rendered page is also kept as a PNG.</summary>
public sealed class BrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
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
        errors.ShouldBeEmpty();
    }

    private static ILocator Ready(IPage page) => page.Locator("#live[data-status=live]");

    private static async Task<(IPage Page, List<string> Errors)> OpenAsync(IBrowserContext context, DashboardHost host)
    {
        var errors = new List<string>();
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(host.Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        await page.WaitForURLAsync("**/");
        return (page, errors);
    }

    private static async Task ScreenshotAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("LOCALAI_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, (name.StartsWith('-') ? "resources" : "") + name + ".png") });
    }
}
