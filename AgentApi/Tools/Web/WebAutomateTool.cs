using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools.Web.Automation;
using LocalAi.AgentApi.Tools.Web.Browsing;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Tools.Web;

internal sealed class WebAutomateTool(WebPages pages, IOptions<AgentOptions> options, TimeProvider time) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "web_automate",
        Title = "Use a web page",
        Description = "Opens a page, does up to 50 steps on it and tells how each went. Elements by selector, label, text, or role with text as its name.",
        Toolset = "web",
        Sensitivity = Sensitivity.High,
        Destructive = true,
        OpenWorld = true,
        Untrusted = true,
        Timeout = TimeSpan.FromSeconds(300),
        Input = ArgumentSchema.Object(
            $$$"""
            {"url":{{{WebArguments.Url}}},"steps":{"type":"array","minItems":1,"maxItems":50,"items":{"type":"object","properties":{
              "action":{"type":"string","enum":["goto","click","fill","press","select","check","uncheck","wait_for","scroll","extract","screenshot","assert_text"]},
              "selector":{"type":"string","maxLength":500},"text":{"type":"string","maxLength":500},"label":{"type":"string","maxLength":500},"role":{"type":"string","maxLength":40},
              "value":{"type":"string","maxLength":10000,"description":"Text to fill or assert, key, option, URL, attribute, pixels, ms"},
              "timeout_seconds":{"type":"integer","minimum":1,"maximum":60}},"required":["action"],"additionalProperties":false}},
             "stop_on_error":{"type":"boolean","description":"Default true"},"screenshot":{"type":"boolean","description":"At the end"},"device":{{{WebArguments.Device}}},"cursor":{{{WebArguments.Cursor}}}}
            """,
            "url",
            "steps"),
        Output = JsonElement.Parse("""{"type":"object","properties":{"ok":{"type":"boolean"},"url":{"type":"string"},"steps":{"type":"array"},"truncated":{"type":"boolean"},"cursor":{"type":"string"}}}"""),
    };

    public string? Unavailable => pages.Unavailable;

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var steps = invocation.Arguments.GetProperty("steps").EnumerateArray().Select(AutomationStep.Read).ToList();
        return pages.UseAsync(invocation.Text("url"), invocation.View(), tab => RunAsync(tab, steps, invocation, cancellationToken), cancellationToken);
    }

    private async Task<ToolResult> RunAsync(WebTab tab, List<AutomationStep> steps, ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var runner = new StepRunner(tab, options.Value.Web.MaxImageBytes, time);
        var ok = true;
        for (var i = 0; i < steps.Count; i++)
        {
            invocation.Progress?.Report(new ToolProgress(i, steps.Count, steps[i].Action));
            if (!await runner.RunAsync(steps[i], i, cancellationToken))
            {
                ok = false;
                if (invocation.Flag("stop_on_error", otherwise: true))
                {
                    break;
                }
            }
        }

        if (invocation.Flag("screenshot"))
        {
            await runner.PictureAsync(null, cancellationToken);
        }

        return Tell(tab, runner, steps.Count, ok);
    }

    private static ToolResult Tell(WebTab tab, StepRunner runner, int count, bool ok)
    {
        var notes = tab.Notes();
        var url = tab.Watch.DocumentUrl ?? "";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{runner.Trace.Count(t => t.Ok)} of {count} steps went well; the page is at {url}\n");
        foreach (var step in runner.Trace)
        {
            text.Append(CultureInfo.InvariantCulture, $"{step.Step}. {step.Action} {(step.Ok ? "ok" : "FAILED")} ({step.DurationMs} ms){(step.Message is null ? "" : ": " + step.Message)}\n");
            if (step.Extract is not null)
            {
                text.Append("   ").Append(step.Extract).Append('\n');
            }
        }

        if (notes is not null)
        {
            text.Append("Note: ").Append(notes).Append('\n');
        }

        var structured = new JsonObject
        {
            ["ok"] = ok,
            ["url"] = url,
            ["steps"] = new JsonArray([.. runner.Trace.Select(t => (t with { Message = t.Message is null ? null : TerminalText.Clean(t.Message), Extract = t.Extract is null ? null : TerminalText.Clean(t.Extract) }).ToJson())]),
            ["notes"] = notes,
        };
        return new ToolResult { Text = text.ToString(), Structured = structured, Images = runner.Pictures };
    }
}
