using System.Text.Json;
using LocalAi.Contracts.Agent;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.AgentApi.Web.Support;

namespace LocalAi.Tests.AgentApi.Web;

public sealed class WebAutomateToolTests(WebHost web) : IClassFixture<WebHost>
{
    private const string Form =
        """
        <form onsubmit="event.preventDefault(); out.textContent = [user.value, pass.value.length, colour.value, agree.checked, born.value].join('/')">
        <label for=user>User name</label><input id=user><input id=pass type=password placeholder=Password>
        <select id=colour aria-label=Colour><option value=r>Red</option><option value=b>Blue</option></select>
        <label><input type=checkbox id=agree> I agree</label><input id=born type=date aria-label=Born>
        <button id=send>Send now</button></form><p id=out>nothing yet</p>
        <button id=late style="display:none">Late button</button><script>setTimeout(() => late.style.display = '', 600); late.onclick = () => out.textContent = 'late clicked';
        user.addEventListener('input', () => user.dataset.typed = 'yes'); user.addEventListener('change', () => user.dataset.changed = 'yes');</script>
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Automate_Form_IsFilledAndSent()
    {
        var answer = await web.AutomateAsync(new
        {
            url = web.Site.Body("/form", Form),
            screenshot = true,
            steps = new object[]
            {
                new { action = "fill", label = "User name", value = "amy" },
                new { action = "fill", selector = "#pass", value = "hunter2!" },
                new { action = "select", selector = "#colour", value = "Blue" },
                new { action = "check", label = "I agree" },
                new { action = "fill", label = "Born", value = "2001-02-03" },
                new { action = "click", role = "button", text = "Send now" },
                new { action = "assert_text", selector = "#out", value = "amy/8/b/true/2001-02-03" },
                new { action = "extract", selector = "#out" },
                new { action = "extract", selector = "#user", value = "data-changed" },
                new { action = "extract", selector = "#pass" },
                new { action = "extract", selector = "#pass", value = "value" },
            },
        });

        Ok(answer).ShouldBeTrue(answer.Text);
        var steps = Steps(answer);
        steps[7].GetProperty("extract").GetString().ShouldBe("amy/8/b/true/2001-02-03");
        steps[8].GetProperty("extract").GetString().ShouldBe("yes");
        answer.Images.ShouldHaveSingleItem().MediaType.ShouldBe("image/png");
        answer.Untrusted.ShouldBeTrue();

        // What was typed is nowhere: not in the result, the question, or the audit.
        answer.Text!.ShouldNotContain("hunter2");
        (await web.Host.Http().GetStringAsync("audit?limit=500", Token)).ShouldNotContain("hunter2");
        (await web.Host.Http().GetStringAsync("approvals", Token)).ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Automate_Navigation_IsFollowed()
    {
        var second = web.Site.Body("/second", "<h1>Second page</h1><p id=keys></p><script>onkeydown = e => keys.textContent += (e.ctrlKey ? 'C-' : '') + e.key + ' '</script>");
        var answer = await web.AutomateAsync(new
        {
            url = web.Site.Body("/first", "<a href=/second>Go on</a><div style='height:3000px'></div><p id=bottom>bottom</p>"),
            steps = new object[]
            {
                new { action = "scroll", selector = "#bottom" },
                new { action = "click", text = "Go on" },
                new { action = "wait_for", text = "Second page" },
                new { action = "press", value = "x" },
                new { action = "press", value = "Control+k" },
                new { action = "press", value = "ArrowDown" },
                new { action = "assert_text", value = "x Control k C-k ArrowDown".Replace("Control k ", "", StringComparison.Ordinal) },
                new { action = "goto", value = web.Site.Body("/third", "<p>third page</p>") },
                new { action = "assert_text", value = "third page" },
            },
        });
        Ok(answer).ShouldBeTrue(answer.Text);
        Steps(answer)[1].GetProperty("url").GetString().ShouldBe(second);
        answer.Structured!.Value.GetProperty("url").GetString()!.ShouldEndWith("/third");
    }

    [Fact]
    public async Task Automate_ElementThatComesLater_IsWaitedFor()
    {
        var answer = await web.AutomateAsync(new
        {
            url = web.Site.Body("/late", Form),
            steps = new object[] { new { action = "click", selector = "#late" }, new { action = "assert_text", selector = "#out", value = "late clicked" } },
        });
        Ok(answer).ShouldBeTrue(answer.Text);
    }

    [Fact]
    public async Task Automate_StepsThatCannotBeDone_SayWhy()
    {
        var url = web.Site.Body("/cannot", "<div style='position:fixed;inset:0;background:#eee8' id=cover></div><button id=covered>Covered</button><input id=off disabled><input type=file id=file><input type=checkbox id=box><p id=text>x</p>");
        var answer = await web.AutomateAsync(new
        {
            url,
            stop_on_error = false,
            steps = new object[]
            {
                new { action = "click", selector = "#covered", timeout_seconds = 1 },
                new { action = "fill", selector = "#off", value = "x", timeout_seconds = 1 },
                new { action = "fill", selector = "#file", value = "/etc/passwd", timeout_seconds = 1 },
                new { action = "fill", selector = "#text", value = "x", timeout_seconds = 1 },
                new { action = "click", selector = "#none", timeout_seconds = 1 },
                new { action = "click", selector = "##", timeout_seconds = 1 },
                new { action = "press", value = "Hyper" },
                new { action = "assert_text", value = "not there", timeout_seconds = 1 },
                new { action = "goto", value = web.Trap.Url },
                new { action = "goto", value = "file:///etc/passwd" },
                new { action = "extract", selector = "#text" },
            },
        });

        Ok(answer).ShouldBeFalse();
        var messages = Steps(answer).Select(s => s.TryGetProperty("message", out var m) ? m.GetString()! : "").ToList();
        string[] expected = ["#cover is in its way", "disabled", "type file cannot be filled", "not a field", "not on the page", "not a CSS selector", "There is no key 'Hyper'", "not on the page", "not a public address", "Only addresses that begin with http"];
        for (var i = 0; i < expected.Length; i++)
        {
            messages[i].ShouldContain(expected[i]);
        }

        Steps(answer)[10].GetProperty("ok").GetBoolean().ShouldBeTrue(answer.Text);
        web.Trap.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Automate_FirstError_StopsByDefault()
    {
        var answer = await web.AutomateAsync(new
        {
            url = web.Site.Body("/stops", "<p>x</p>"),
            steps = new object[] { new { action = "click", selector = "#none", timeout_seconds = 1 }, new { action = "extract" } },
        });
        Steps(answer).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Automate_PopupsAndDialogs_AreClosedAndTold()
    {
        var answer = await web.AutomateAsync(new
        {
            url = web.Site.Body("/pops", "<button onclick=\"window.open('/stops'); out.textContent = 'answer ' + confirm('Really?')\">Pop</button><p id=out></p>"),
            steps = new object[] { new { action = "click", text = "Pop" }, new { action = "assert_text", value = "answer false" } },
        });
        Ok(answer).ShouldBeTrue(answer.Text);
        answer.Text!.ShouldContain("1 dialogs of the page were dismissed");
        web.Browser.OpenTabs.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"url":"http://site.test/","steps":[]}""", "steps")]
    [InlineData("""{"url":"http://site.test/","steps":[{"action":"hack"}]}""", "steps[0].action")]
    [InlineData("""{"url":"http://site.test/","steps":[{"selector":"#a"}]}""", "steps[0].action")]
    [InlineData("""{"url":"http://site.test/","steps":[{"action":"click","selector":7}]}""", "steps[0].selector")]
    [InlineData("""{"steps":[{"action":"extract"}]}""", "url")]
    public async Task Automate_WrongArguments_NameTheField(string arguments, string field)
    {
        var outcome = await web.CallAsync("web_automate", JsonElement.Parse(arguments));
        outcome.Problems.ShouldContain(p => p.Field == field);
    }

    [Fact]
    public async Task Automate_StepWithoutWhatItNeeds_SaysWhat()
    {
        var agent = web.Host.Agent();
        var call = Arguments.Call(new { url = web.Site.Body("/needs", "x"), steps = new object[] { new { action = "extract" }, new { action = "fill", selector = "#a" } } });
        var asked = await agent.CallAsync("web_automate", call, Token);
        await agent.DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "approve" }, Token);
        (await Should.ThrowAsync<LocalAi.Contracts.Errors.ApiException>(() => agent.CallAsync("web_automate", call, Token))).Message.ShouldContain("steps[1] (fill) needs value");
    }

    private static bool Ok(ToolCallResponse answer) => answer.Structured!.Value.GetProperty("ok").GetBoolean();

    private static List<JsonElement> Steps(ToolCallResponse answer) => [.. answer.Structured!.Value.GetProperty("steps").EnumerateArray()];
}
