using System.Text.Json.Nodes;
using LocalAi.Tests.AgentApi.Web.Support;

namespace LocalAi.Tests.AgentApi.Web;

public sealed class WebAnalyzeUiToolTests(WebHost web) : IClassFixture<WebHost>
{
    private const string Faulty =
        """
        <style>body{margin:0;background:#fff;font:16px Arial} .half{height:400px;background:#003366;color:#fff}</style>
        <header><h1>Shop</h1></header><nav aria-label=Main><a href=/a style="display:inline-block;min-width:40px;line-height:30px">Start</a></nav>
        <main><div class=half>white on blue</div>
        <p id=pale style="color:#aaa">pale text</p><p id=big style="color:#8a8a8a;font-size:30px">large text may be paler</p><p style="color:#111">fine</p>
        <h3>Skips a level</h3><img id=noalt src=/x.png width=40 height=40><img src=/y.png alt="" width=40 height=40>
        <button id=unnamed style="width:40px;height:40px"></button><button id=tiny style="width:16px;height:16px;padding:0" aria-label=Close>x</button>
        <input id=lone style="height:30px"><label>Email <input id=email style="height:30px"></label>
        <div style="position:relative;height:60px"><p id=under style="position:absolute;left:0;top:0;margin:0">text below</p><p id=over style="position:absolute;left:10px;top:2px;margin:0">text above</p></div>
        <div id=wide style="width:1500px;height:10px">wide</div></main>
        """;

    private async Task<JsonObject> AnalyzeAsync(string body, int width = 1000) =>
        (await web.OkAsync("web_analyze_ui", new { url = web.Site.Body("/look" + body.Length, body), width })).Structured!;

    [Fact]
    public async Task Analyze_FaultyPage_NamesEveryFault()
    {
        var found = await AnalyzeAsync(Faulty);

        var pale = found["contrast"]!.AsArray().ShouldHaveSingleItem()!;
        pale["selector"]!.GetValue<string>().ShouldBe("#pale");

        // #aaaaaa on white: (1.05) / (0.402 + 0.05) = 2.32.
        pale["ratio"]!.GetValue<double>().ShouldBe(2.32, 0.01);
        pale["required"]!.GetValue<double>().ShouldBe(4.5);
        pale["background"]!.GetValue<string>().ShouldBe("#ffffff");
        Selectors(found, "images_without_alt").ShouldBe(["#noalt"]);
        Selectors(found, "controls_without_name").ShouldBe(["#unnamed", "#lone"]);
        Selectors(found, "small_targets").ShouldBe(["#tiny"]);
        found["overlaps"]!.AsArray().ShouldContain(o => o!["first"]!.GetValue<string>() == "#under" && o["second"]!.GetValue<string>() == "#over");
        found["overflow"]!.GetValue<int>().ShouldBe(500);
        Selectors(found, "overflowing").ShouldBe(["#wide"]);
        found["headings"]!.AsArray().Select(h => h!["level"]!.GetValue<int>()).ShouldBe([1, 3]);
        found["skipped"]!.GetValue<int>().ShouldBe(1);
        found["landmarks"]!.AsArray().Select(l => l!["role"]!.GetValue<string>()).ShouldBe(["banner", "navigation", "main"]);
        found["fonts"]!.AsArray()[0]!["family"]!.GetValue<string>().ShouldBe("Arial");
        found["accessibility_tree"]!.GetValue<string>().ShouldContain("heading \"Shop\" level=1");
        found["accessibility_tree"]!.GetValue<string>().ShouldContain("textbox \"Email\"");
    }

    [Fact]
    public async Task Analyze_Palette_CountsPixels()
    {
        var palette = (await AnalyzeAsync("<style>body{margin:0}div{height:400px;font-size:0}</style><div style='background:#ff0000'></div><div style='background:#ff0000'></div><div style='background:#0000ff'></div>"))["palette"]!.AsArray();
        palette[0]!["colour"]!.GetValue<string>().ShouldBe("#ff0000");
        palette[0]!["share"]!.GetValue<double>().ShouldBe(0.667, 0.02);
        palette[1]!["colour"]!.GetValue<string>().ShouldBe("#0000ff");
    }

    [Fact]
    public async Task Analyze_GoodPage_HasNothingToSay()
    {
        var found = await AnalyzeAsync("<main><h1>Fine</h1><h2>Also fine</h2><p style='color:#000'>Black on white <a href=/>with a link in the sentence</a>.</p><button style='width:80px;height:40px;color:#000;background:#fff'>Send</button></main>");
        foreach (var kind in new[] { "contrast", "images_without_alt", "controls_without_name", "small_targets", "overlaps", "overflowing" })
        {
            found[kind]!.AsArray().ShouldBeEmpty(kind);
        }
    }

    [Fact]
    public async Task Analyze_ManyFaults_AreCountedAndCut()
    {
        var found = await AnalyzeAsync(string.Concat(Enumerable.Range(0, 300).Select(i => $"<p style='color:#ccc'>pale {i}</p>")));
        found["contrast"]!.AsArray().Count.ShouldBe(40);
        found["totals"]!["contrast"]!.GetValue<int>().ShouldBe(300);
        found["accessibility_nodes_left_out"]!.GetValue<int>().ShouldBeGreaterThan(0);
    }

    private static string[] Selectors(JsonObject found, string kind) => [.. found[kind]!.AsArray().Select(f => f!["selector"]!.GetValue<string>())];
}
