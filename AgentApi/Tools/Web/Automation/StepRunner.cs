using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Tools.Web.Addresses;
using LocalAi.AgentApi.Tools.Web.Browsing;
using LocalAi.Contracts.Agent;

namespace LocalAi.AgentApi.Tools.Web.Automation;

/// <summary>Does the steps of one call on one page. Every step waits until its element can be used, as a person would.</summary>
internal sealed class StepRunner(WebTab tab, int maxImageBytes, TimeProvider time)
{
    private const int MaxPictures = 5;
    private const int MaxExtract = 8000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Reaction = TimeSpan.FromMilliseconds(150);

    public List<StepTrace> Trace { get; } = [];

    public List<ToolImage> Pictures { get; } = [];

    /// <returns>False when a step failed.</returns>
    public async Task<bool> RunAsync(AutomationStep step, int number, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        string? message = null;
        string? extract = null;
        var ok = false;
        try
        {
            extract = await DoAsync(step, cancellationToken);
            ok = true;
        }
        catch (ToolException failed)
        {
            message = failed.Message;
        }
        catch (CdpException failed)
        {
            message = "The page changed while the step ran: " + failed.Message;
        }

        Trace.Add(new StepTrace
        {
            Step = number,
            Action = step.Action,
            Ok = ok,
            DurationMs = (int)time.GetElapsedTime(start).TotalMilliseconds,
            Url = tab.Watch.DocumentUrl ?? "",
            Message = message,
            Extract = extract,
        });
        return ok;
    }

    public async Task PictureAsync(ElementTarget? target, CancellationToken cancellationToken)
    {
        if (Pictures.Count >= MaxPictures)
        {
            throw new ToolException($"One call takes at most {MaxPictures} pictures.");
        }

        var area = target is null || target.IsEmpty ? null : await PageElement.FindAreaAsync(tab, target, cancellationToken);
        var picture = await Camera.TakeAsync(tab, area, maxImageBytes, cancellationToken);
        Pictures.Add(new ToolImage(picture.MediaType, picture.Base64));
    }

    private async Task<string?> DoAsync(AutomationStep step, CancellationToken cancellationToken)
    {
        switch (step.Action)
        {
            case "goto":
                await tab.GotoAsync(WebAddress.Parse(step.Value!), cancellationToken);
                return null;
            case "click":
                await ClickAsync(step, cancellationToken);
                return null;
            case "fill":
                await FillAsync(step, cancellationToken);
                return null;
            case "press":
                if (!step.Target.IsEmpty)
                {
                    await WaitAsync(step, "focus", cancellationToken);
                }

                await Keyboard.PressAsync(tab, step.Value!, cancellationToken);
                await ReactAsync(cancellationToken);
                return null;
            case "select":
                await WaitAsync(step, "aim", cancellationToken);
                Check(step, await PageElement.DoAsync(tab, "select", step.Value, cancellationToken));
                await ReactAsync(cancellationToken);
                return null;
            case "check" or "uncheck":
                await SetCheckedAsync(step, step.Action == "check", cancellationToken);
                return null;
            case "wait_for":
                await WaitForAsync(step, cancellationToken);
                return null;
            case "scroll":
                await ScrollAsync(step, cancellationToken);
                return null;
            case "extract":
                return await ExtractAsync(step, cancellationToken);
            case "screenshot":
                await PictureAsync(step.Target, cancellationToken);
                return null;
            default:
                await AssertTextAsync(step, cancellationToken);
                return null;
        }
    }

    private async Task ClickAsync(AutomationStep step, CancellationToken cancellationToken)
    {
        var place = await WaitAsync(step, "aim", cancellationToken);
        await MouseAsync("mouseMoved", place, 0, cancellationToken);
        await MouseAsync("mousePressed", place, 1, cancellationToken);
        await MouseAsync("mouseReleased", place, 1, cancellationToken);
        await ReactAsync(cancellationToken);
    }

    private Task<JsonElement> MouseAsync(string type, JsonElement place, int clicks, CancellationToken cancellationToken) =>
        tab.SendAsync(
            "Input.dispatchMouseEvent",
            new JsonObject { ["type"] = type, ["x"] = place.GetProperty("x").GetDouble(), ["y"] = place.GetProperty("y").GetDouble(), ["button"] = clicks > 0 ? "left" : "none", ["clickCount"] = clicks },
            cancellationToken);

    private async Task FillAsync(AutomationStep step, CancellationToken cancellationToken)
    {
        var state = await WaitAsync(step, "focus", cancellationToken);
        if (!state.TryGetProperty("done", out _))
        {
            if (step.Value!.Length > 0)
            {
                await tab.SendAsync("Input.insertText", new JsonObject { ["text"] = step.Value }, cancellationToken);
            }
            else
            {
                await Keyboard.PressAsync(tab, "Delete", cancellationToken);
            }

            await PageElement.DoAsync(tab, "changed", null, cancellationToken);
        }

        await ReactAsync(cancellationToken);
    }

    private async Task SetCheckedAsync(AutomationStep step, bool wanted, CancellationToken cancellationToken)
    {
        await WaitAsync(step, "seen", cancellationToken);
        if (await IsCheckedAsync(cancellationToken) == wanted)
        {
            return;
        }

        await ClickAsync(step, cancellationToken);
        if (await PageElement.FindAsync(tab, step.Target, cancellationToken) && await IsCheckedAsync(cancellationToken) != wanted)
        {
            throw new ToolException($"{step.Target} did not change when it was clicked.");
        }
    }

    private async Task<bool> IsCheckedAsync(CancellationToken cancellationToken) =>
        (await PageElement.DoAsync(tab, "checked", null, cancellationToken)).TryGetProperty("checked", out var value) && value.ValueKind == JsonValueKind.True;

    private async Task WaitForAsync(AutomationStep step, CancellationToken cancellationToken)
    {
        if (!step.Target.IsEmpty)
        {
            await WaitAsync(step, "seen", cancellationToken);
        }
        else if (int.TryParse(step.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= 30_000)
        {
            await tab.DelayAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);
        }
        else
        {
            throw new ToolException("value must be milliseconds, at most 30000, when nothing is named to wait for.");
        }
    }

    private async Task ScrollAsync(AutomationStep step, CancellationToken cancellationToken)
    {
        if (!step.Target.IsEmpty)
        {
            await WaitAsync(step, "scroll", cancellationToken);
        }
        else
        {
            var by = int.TryParse(step.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var pixels) ? Math.Clamp(pixels, -100_000, 100_000) : 600;
            await tab.RunAsync("function (by) { scrollBy({ top: by, behavior: 'instant' }); return true; }", by, cancellationToken);
        }

        await ReactAsync(cancellationToken);
    }

    private async Task<string> ExtractAsync(AutomationStep step, CancellationToken cancellationToken)
    {
        if (!step.Target.IsEmpty)
        {
            await WaitAsync(step, null, cancellationToken);
        }

        var read = await PageElement.DoAsync(tab, step.Target.IsEmpty ? "page" : "extract", step.Value, cancellationToken, MaxExtract);
        Check(step, read);
        return read.GetProperty("text").GetString() + (read.GetProperty("cut").GetBoolean() ? " [cut]" : "");
    }

    private async Task AssertTextAsync(AutomationStep step, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            if (step.Target.IsEmpty || await PageElement.FindAsync(tab, step.Target, cancellationToken))
            {
                var read = await PageElement.DoAsync(tab, step.Target.IsEmpty ? "page" : "extract", null, cancellationToken, 1 << 20);
                if (read.TryGetProperty("text", out var text) && text.GetString()!.Contains(step.Value!, StringComparison.OrdinalIgnoreCase))
                {
                    return;
                }
            }

            if (time.GetElapsedTime(start) > step.Patience)
            {
                throw new ToolException($"The text is not {(step.Target.IsEmpty ? "on the page" : "in " + step.Target)}.");
            }

            await tab.DelayAsync(Look, cancellationToken);
        }
    }

    /// <summary>Looks for the element until it is there and the action with it does not say to wait.</summary>
    private async Task<JsonElement> WaitAsync(AutomationStep step, string? action, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var why = "it is not on the page"; ;)
        {
            if (await PageElement.FindAsync(tab, step.Target, cancellationToken))
            {
                if (action is null)
                {
                    return default;
                }

                var state = await PageElement.DoAsync(tab, action, step.Value, cancellationToken);
                why = state.TryGetProperty("wait", out var wait) ? wait.GetString()!
                    : state.TryGetProperty("gone", out _) ? "it went away"
                    : state.TryGetProperty("seen", out var seen) && !seen.GetBoolean() && step.Action == "wait_for" ? "it is not visible"
                    : "";
                if (why.Length == 0)
                {
                    Check(step, state);
                    return state;
                }
            }
            else
            {
                why = "it is not on the page";
            }

            if (time.GetElapsedTime(start) > step.Patience)
            {
                throw new ToolException($"{step.Target}: {why}, for {step.Patience.TotalSeconds:0} s.");
            }

            await tab.DelayAsync(Look, cancellationToken);
        }
    }

    /// <summary>Gives the page a moment to begin what the step set off, and time to end it.</summary>
    private async Task ReactAsync(CancellationToken cancellationToken)
    {
        await tab.DelayAsync(Reaction, cancellationToken);
        await tab.SettleAsync(cancellationToken);
    }

    private static void Check(AutomationStep step, JsonElement state)
    {
        if (state.TryGetProperty("error", out var error))
        {
            throw new ToolException($"{step.Target}: {error.GetString()}.");
        }
    }
}
