using System.Text;
using System.Text.Json.Nodes;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>Markdown inlines as Notion's rich text: runs of at most 2,000 characters with one style each.</summary>
internal static class RichText
{
    /// <summary>Runs in one block. Notion takes 100; fewer keep a block of long runs (six bytes a character at worst) below the size of a request.</summary>
    public const int MostRuns = 30;

    private const int LongestRun = 2000;
    private const int LongestUrl = 2000;

    public static List<JsonObject> Of(IEnumerable<Inline> inlines)
    {
        var runs = new List<(string Text, Style Style)>();
        foreach (var inline in inlines)
        {
            Add(runs, inline, default);
        }

        return [.. Join(runs).SelectMany(r => Split(r.Text).Select(part => Run(part, r.Style)))];
    }

    public static List<JsonObject> Of(string text) => [.. Split(text).Select(part => Run(part, default))];

    /// <summary>Runs that fit one block. Text that is cut into too many styles loses the styles, never a character.</summary>
    public static JsonArray Fit(List<JsonObject> runs)
    {
        if (runs.Count > MostRuns)
        {
            runs = Of(string.Concat(runs.Select(r => (string?)r["text"]!["content"])));
        }

        return ToArray(runs.Take(MostRuns));
    }

    public static JsonArray ToArray(IEnumerable<JsonObject> runs) => new([.. runs.Select(r => (JsonNode)r)]);

    /// <summary>A link Notion takes: absolute http, https or mailto, at most 2,000 characters.</summary>
    public static string? Url(string? url) =>
        url is { Length: > 0 and <= LongestUrl } && Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" or "mailto" ? absolute.AbsoluteUri is { Length: <= LongestUrl } safe ? safe : null : null;

    public static IEnumerable<string> Split(string text, int longest = LongestRun)
    {
        for (var from = 0; from < text.Length;)
        {
            var to = Math.Min(text.Length, from + longest);

            // A pair of surrogates is one character and stays together.
            to -= to < text.Length && char.IsHighSurrogate(text[to - 1]) ? 1 : 0;
            yield return text[from..to];
            from = to;
        }
    }

    private static void Add(List<(string Text, Style Style)> runs, Inline inline, Style style)
    {
        switch (inline)
        {
            case LiteralInline literal:
                runs.Add((literal.Content.ToString(), style));
                break;
            case CodeInline code:
                runs.Add((code.Content, style with { Code = true }));
                break;
            case LineBreakInline line:
                runs.Add((line.IsHard ? "\n" : " ", style));
                break;
            case HtmlEntityInline entity:
                runs.Add((entity.Transcoded.ToString(), style));
                break;
            case AutolinkInline auto:
                runs.Add((auto.Url, style with { Url = Url(auto.IsEmail ? "mailto:" + auto.Url : auto.Url) }));
                break;
            case LinkInline link:
                AddLink(runs, link, style with { Url = Url(link.GetDynamicUrl?.Invoke() ?? link.Url) ?? style.Url });
                break;
            case EmphasisInline emphasis:
                AddChildren(runs, emphasis, Emphasize(style, emphasis));
                break;
            case TaskList:
                // The block says whether it is done.
                break;
            case DelimiterInline delimiter:
                // A bracket or a star that began nothing.
                runs.Add((delimiter.ToLiteral(), style));
                AddChildren(runs, delimiter, style);
                break;
            case ContainerInline container:
                AddChildren(runs, container, style);
                break;
        }
    }

    private static void AddLink(List<(string Text, Style Style)> runs, LinkInline link, Style style)
    {
        var before = runs.Count;
        AddChildren(runs, link, style);
        if (!runs.Skip(before).Any(r => !string.IsNullOrWhiteSpace(r.Text)) && link.Url is { Length: > 0 } url)
        {
            runs.Add((url, style));
        }
    }

    private static void AddChildren(List<(string Text, Style Style)> runs, ContainerInline container, Style style)
    {
        foreach (var child in container)
        {
            Add(runs, child, style);
        }
    }

    private static Style Emphasize(Style style, EmphasisInline emphasis) => emphasis switch
    {
        { DelimiterChar: '~' } => style with { Strike = true },
        { DelimiterCount: >= 2 } => style with { Bold = true },
        _ => style with { Italic = true },
    };

    /// <summary>Neighbours of one style become one run: Markdig cuts texts wherever a character might have meant something.</summary>
    private static IEnumerable<(string Text, Style Style)> Join(List<(string Text, Style Style)> runs)
    {
        var text = new StringBuilder();
        for (var i = 0; i < runs.Count; i++)
        {
            text.Append(runs[i].Text);
            if ((i + 1 == runs.Count || runs[i + 1].Style != runs[i].Style) && text.Length > 0)
            {
                yield return (text.ToString(), runs[i].Style);
                text.Clear();
            }
        }
    }

    private static JsonObject Run(string content, Style style)
    {
        var text = new JsonObject { ["content"] = content };
        if (style.Url is { } url)
        {
            text["link"] = new JsonObject { ["url"] = url };
        }

        var run = new JsonObject { ["type"] = "text", ["text"] = text };
        if (style.Bold || style.Italic || style.Strike || style.Code)
        {
            run["annotations"] = new JsonObject { ["bold"] = style.Bold, ["italic"] = style.Italic, ["strikethrough"] = style.Strike, ["code"] = style.Code };
        }

        return run;
    }

    private readonly record struct Style(bool Bold, bool Italic, bool Strike, bool Code, string? Url);
}
