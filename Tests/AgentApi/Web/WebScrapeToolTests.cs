using System.Text;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Tools.Web;
using LocalAi.Tests.AgentApi.Web.Support;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.AgentApi.Web;

public sealed class WebScrapeToolTests(WebHost web) : IClassFixture<WebHost>
{
    private const string Article =
        """
        <!doctype html><html lang=ko><head><title>기사 제목</title><meta name=description content=d></head><body>
        <nav><a href=/home>Home</a> <a href=/about>About us</a></nav>
        <div class="cookie-banner">We use cookies. Accept all.</div>
        <main><article><h1>Main <em>story</em></h1>
        <p>The first paragraph is long enough to be read, with <b>bold</b>, <a href="/more?a=(1)">a link</a> and <code>code()</code>.</p>
        <p>두 번째 문단입니다. 한국어 문장은 그대로 남아야 합니다.</p>
        <h2>List</h2><ul><li>One</li><li>Two<ol><li>Inner</li></ol></li></ul>
        <pre>line 1
          line 2</pre>
        <table><tr><th>Name</th><th>Size</th></tr><tr><td>a|b</td><td>1</td></tr></table>
        <blockquote><p>Quoted</p></blockquote>
        <img src=x alt="A chart"><hr>
        </article></main>
        <aside>Related stories you may like</aside><footer>© 2026 Company</footer></body></html>
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scrape_Article_GivesItsMarkdownWithoutTheRest()
    {
        var result = await web.OkAsync("web_scrape", new { url = web.Site.Page("/article", Article), links = true });

        result.Text.ShouldStartWith("Title: 기사 제목\nURL: http://127.0.0.1:");
        foreach (var part in new[]
        {
            "# Main *story*", "**bold**, [a link](http://127.0.0.1:", "/more?a=%281%29)", "`code()`", "두 번째 문단입니다.", "## List", "- One\n- Two\n  1. Inner", "```\nline 1\n  line 2\n```",
            "| Name | Size |\n| --- | --- |\n| a\\|b | 1 |", "> Quoted", "![A chart]", "---",
        })
        {
            result.Text.ShouldContain(part);
        }

        foreach (var part in new[] { "About us", "cookies", "Related", "Company" })
        {
            result.Text.ShouldNotContain(part);
        }

        result.Structured!["title"]!.GetValue<string>().ShouldBe("기사 제목");
        result.Structured["language"]!.GetValue<string>().ShouldBe("ko");
        result.Structured["status"]!.GetValue<int>().ShouldBe(200);
        result.Structured["links"]!.AsArray().ShouldHaveSingleItem()!["text"]!.GetValue<string>().ShouldBe("a link");
    }

    [Theory]
    [InlineData("text", "Main story", "**")]
    [InlineData("html-lite", "<h1>Main <i>story</i></h1>", "**bold**")]
    public async Task Scrape_OtherFormats(string format, string has, string hasNot)
    {
        var result = await web.OkAsync("web_scrape", new { url = web.Site.Page("/article2", Article), format });
        result.Text.ShouldContain(has);
        result.Text.ShouldNotContain(hasNot);
    }

    [Fact]
    public async Task Scrape_HtmlLite_HasNoActiveContent()
    {
        var result = await web.OkAsync("web_scrape", new
        {
            url = web.Site.Body("/active", """<p onclick="x()">text &lt;script&gt;alert(1)&lt;/script&gt; <a href="javascript:alert(1)">bad</a> <a href='/"onmouseover="x'>odd</a></p><script>1</script><iframe src=/x></iframe>"""),
            format = "html-lite",
        });
        result.Text.ShouldContain("&lt;script&gt;");
        result.Text.ShouldNotContain("<script");
        result.Text.ShouldNotContain("onclick");
        result.Text.ShouldNotContain("javascript:");
        result.Text.ShouldNotContain("\"onmouseover");
        result.Text.ShouldNotContain("<iframe");
    }

    [Fact]
    public async Task Scrape_HiddenText_IsLeftOut()
    {
        string[] styles =
        [
            "display:none",
            "visibility:hidden",
            "opacity:0",
            "font-size:0",
            "font-size:1px",
            "color:#fff",
            "color:transparent",
            "color:rgba(255,255,255,.9);background:#fefefe",
            "position:absolute;left:-9999px",
            "position:absolute;top:-9999px",
            "position:absolute;width:1px;height:1px;overflow:hidden",
            "position:absolute;clip:rect(0,0,0,0)",
            "clip-path:inset(50%)",
            "height:0;overflow:hidden",
            "transform:scale(0)",
        ];
        var hidden = string.Concat(styles.Select((style, i) => $"<p style='{style}'>secret {i}, a paragraph</p><div style='{style}'><span>secret {i}, inside</span></div>"));
        var url = web.Site.Body("/hidden", $"<p>This is what everybody sees on the page.</p>{hidden}<!-- secret comment --><p>This is what everybody sees after it.</p>");
        var result = await web.OkAsync("web_scrape", new { url });
        result.Text.ShouldContain("everybody sees on the page");
        result.Text.ShouldContain("everybody sees after it");
        styles.Where((_, i) => result.Text.Contains($"secret {i},", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(result.Text);
        result.Text.ShouldNotContain("secret", Case.Insensitive);
    }

    [Fact]
    public async Task Scrape_InvisibleCharacters_AreStripped()
    {
        var tags = string.Concat("ignore me".Select(c => char.ConvertFromUtf32(0xe0000 + c)));
        var result = await web.OkAsync("web_scrape", new { url = web.Site.Body("/tags", $"<p>before{tags}after \u001b[31mred\u001b[0m \u202eabc</p>") });
        result.Text.ShouldContain("beforeafter");
        result.Text.ShouldNotContain("\u001b");
        result.Text.ShouldNotContain("\u202e");
    }

    [Fact]
    public async Task Scrape_ScriptedPage_GivesWhatItBecomes()
    {
        var url = web.Site.Body("/app", "<div id=app>loading</div><script>fetch('/data').then(r => r.json()).then(d => { setTimeout(() => app.textContent = d.text, 100); });</script>");
        web.Site.On("/data", context => context.Response.WriteAsJsonAsync(new { text = "rendered by script" }, Token));
        (await web.OkAsync("web_scrape", new { url })).Text.ShouldContain("rendered by script");
    }

    [Fact]
    public async Task Scrape_PageThatChangesPrototypes_IsReadAllTheSame()
    {
        var url = web.Site.Body("/tampers", "<p>The honest text of this page.</p><script>Array.prototype.map = () => ['forged']; document.querySelector = () => null; String.prototype.replace = () => 'forged'; window.getComputedStyle = () => ({});</script>");
        var result = await web.OkAsync("web_scrape", new { url });
        result.Text.ShouldContain("honest text");
        result.Text.ShouldNotContain("forged");
    }

    [Fact]
    public async Task Scrape_Selector_GivesOnlyThat()
    {
        var url = web.Site.Body("/parts", "<div id=a>part a</div><nav id=b>part b</nav>");
        var result = await web.OkAsync("web_scrape", new { url, selector = "#b" });
        result.Text.ShouldContain("part b");
        result.Text.ShouldNotContain("part a");
        (await web.CallAsync("web_scrape", new { url, selector = "#none" })).Message.ShouldBe("nothing on the page matches the selector.");
        (await web.CallAsync("web_scrape", new { url, selector = "##" })).Kind.ShouldBe(OutcomeKind.ToolError);
    }

    [Fact]
    public async Task Scrape_LongPage_ComesInPages()
    {
        var url = web.Site.Body("/long", string.Concat(Enumerable.Range(0, 6000).Select(i => $"<p>문단 {i} of the long page</p>")));
        var first = await web.OkAsync("web_scrape", new { url });
        first.Truncated.ShouldBeTrue();
        Encoding.UTF8.GetByteCount(first.Text).ShouldBeLessThanOrEqualTo(64 * 1024);
        var whole = new StringBuilder(first.Text);
        for (var page = first; page.NextCursor is { } cursor;)
        {
            page = await web.OkAsync("web_scrape", new { url, cursor });
            whole.Append(page.Text);
        }

        whole.ToString().ShouldContain("문단 5999 of the long page");
        web.Site.Requests.Count(r => r == "/long").ShouldBe(1);
    }

    [Theory]
    [InlineData("application/json", """{"a":"json text"}""", "json text")]
    [InlineData("text/plain", "plain text", "plain text")]
    public async Task Scrape_OtherText_IsRead(string type, string body, string expected)
    {
        var url = web.Site.On("/other" + body.Length, context =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync(body, context.RequestAborted);
        });
        (await web.OkAsync("web_scrape", new { url })).Text.ShouldContain(expected);
    }

    [Fact]
    public async Task Scrape_Picture_SaysWhatItIs()
    {
        var url = web.Site.On("/p.svg", context =>
        {
            context.Response.ContentType = "image/png";
            return context.Response.Body.WriteAsync(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="), context.RequestAborted).AsTask();
        });
        (await web.CallAsync("web_scrape", new { url })).Message!.ShouldContain("image/png");
    }

    [Fact]
    public async Task Scrape_MissingPage_TellsItsStatus() =>
        (await web.OkAsync("web_scrape", new { url = web.Site.Page("/exists", "x").Replace("/exists", "/missing", StringComparison.Ordinal) })).Structured!["status"]!.GetValue<int>().ShouldBe(404);

    [Fact]
    public async Task Reader_Page_IsItsMarkdown()
    {
        var page = await web.Host.Get<IWebReader>().ReadAsync(web.Site.Redirect("/old", web.Site.Page("/article3", Article)), Token);
        page.Url.ShouldEndWith("/article3");
        page.Title.ShouldBe("기사 제목");
        page.Markdown.ShouldStartWith("# Main *story*");
    }
}
