using System.Text.Json.Nodes;
using LocalAi.AgentApi.Pipeline;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>Markdown as Notion blocks. HTML in it stays text; what Notion has no block for becomes a paragraph, so no text is lost.</summary>
internal static class MarkdownBlocks
{
    /// <summary>Blocks of one page. More would take minutes at Notion's three requests a second.</summary>
    public const int MostBlocks = 5000;

    // Every level of nesting costs requests of its own; deeper lists go on at this level.
    private const int Deepest = 6;
    private const int LongestCode = 60_000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseTaskLists().UseAutoLinks().UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough).DisableHtml().Build();

    /// <exception cref="ToolException">The text is nested too deeply or makes too many blocks.</exception>
    public static List<NotionBlock> Read(string markdown)
    {
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(TerminalText.Clean(markdown), Pipeline);
        }
        catch (ArgumentException deep)
        {
            // Markdig's own guard against lists in lists in lists.
            throw new ToolException("The Markdown is nested too deeply.", deep);
        }

        var blocks = document.SelectMany(b => Convert(b, 1)).ToList();
        var count = blocks.Sum(Count);
        return count <= MostBlocks ? blocks : throw new ToolException($"The Markdown makes {count} blocks; a page takes {MostBlocks}. Split it into several pages.");
    }

    private static int Count(NotionBlock block) => 1 + block.Children.Sum(Count);

    private static IEnumerable<NotionBlock> Convert(Block block, int depth) => block switch
    {
        HeadingBlock heading => Text($"heading_{Math.Clamp(heading.Level, 1, 3)}", RichText.Of(heading.Inline ?? []), []),
        ParagraphBlock paragraph => Paragraph(paragraph),
        ListBlock list => list.OfType<ListItemBlock>().SelectMany(item => Item(list.IsOrdered ? "numbered_list_item" : "bulleted_list_item", item, depth)),
        QuoteBlock quote => Container("quote", quote, depth, []),
        Table table => [TableOf(table)],
        CodeBlock code => Code(code),
        ThematicBreakBlock => [new NotionBlock("divider", [])],
        LinkReferenceDefinitionGroup => [],
        ContainerBlock other => other.SelectMany(b => Convert(b, depth)),
        LeafBlock { Inline: { } inlines } => Text("paragraph", RichText.Of(inlines), []),
        LeafBlock leaf when leaf.Lines.ToString() is { Length: > 0 } text => Text("paragraph", RichText.Of(text), []),
        _ => [],
    };

    private static IEnumerable<NotionBlock> Item(string type, ListItemBlock item, int depth)
    {
        var task = (item.FirstOrDefault() as ParagraphBlock)?.Inline?.FirstChild as TaskList;
        return task is null ? Container(type, item, depth, []) : Container("to_do", item, depth, new JsonObject { ["checked"] = task.Checked });
    }

    /// <summary>A block whose text is its first paragraph; what follows stands inside it.</summary>
    private static IEnumerable<NotionBlock> Container(string type, ContainerBlock container, int depth, JsonObject extra)
    {
        var first = container.FirstOrDefault() as ParagraphBlock;
        var pieces = first is null ? [] : Pieces(first).ToList();
        var text = pieces is [{ Image: null } lead, ..] ? lead.Runs : [];
        var inside = pieces.Skip(text.Count > 0 ? 1 : 0).SelectMany(Blocks).Concat(container.Skip(first is null ? 0 : 1).SelectMany(b => Convert(b, depth + 1)));
        if (text.Count > 0 && text[0]["text"] is JsonObject start && extra.Count > 0)
        {
            // The space behind [x].
            start["content"] = ((string)start["content"]!).TrimStart();
        }

        var blocks = inside.ToList();
        return depth < Deepest ? Text(type, text, blocks, extra) : [.. Text(type, text, [], extra), .. blocks];
    }

    private static IEnumerable<NotionBlock> Paragraph(ParagraphBlock paragraph) => Pieces(paragraph).SelectMany(Blocks);

    private static IEnumerable<NotionBlock> Blocks((List<JsonObject> Runs, JsonObject? Image) piece) =>
        piece.Image is { } image ? [new NotionBlock("image", image)] : Text("paragraph", piece.Runs, []);

    /// <summary>A paragraph's text, and the pictures in it: in Notion a picture is a block.</summary>
    private static IEnumerable<(List<JsonObject> Runs, JsonObject? Image)> Pieces(ParagraphBlock paragraph)
    {
        var text = new List<Inline>();
        foreach (var inline in paragraph.Inline ?? [])
        {
            if (Picture(inline) is { } image)
            {
                if (Runs(text) is { Count: > 0 } before)
                {
                    yield return (before, null);
                }

                text.Clear();
                yield return ([], image);
            }
            else
            {
                text.Add(inline);
            }
        }

        if (Runs(text) is { Count: > 0 } rest)
        {
            yield return (rest, null);
        }

        static List<JsonObject> Runs(List<Inline> inlines) => RichText.Of(inlines) is var runs && runs.Exists(r => !string.IsNullOrWhiteSpace((string?)r["text"]!["content"])) ? runs : [];
    }

    private static JsonObject? Picture(Inline inline)
    {
        var link = inline as LinkInline;
        if (link is { IsImage: false, FirstChild: LinkInline { IsImage: true, NextSibling: null } inner })
        {
            // A picture that is a link: the picture is what was meant to be seen.
            link = inner;
        }

        return link is { IsImage: true } && RichText.Url(link.Url) is { } url && !url.StartsWith("mailto:", StringComparison.Ordinal)
            ? new JsonObject { ["type"] = "external", ["external"] = new JsonObject { ["url"] = url }, ["caption"] = RichText.Fit(RichText.Of(link)) }
            : null;
    }

    private static IEnumerable<NotionBlock> Code(CodeBlock code)
    {
        var language = CodeLanguage.Of((code as FencedCodeBlock)?.Info);
        var text = code.Lines.ToString();
        foreach (var part in text.Length == 0 ? [""] : RichText.Split(text, LongestCode))
        {
            yield return new NotionBlock("code", new JsonObject { ["rich_text"] = RichText.ToArray(RichText.Of(part)), ["language"] = language });
        }
    }

    private static NotionBlock TableOf(Table table)
    {
        var rows = table.OfType<TableRow>().ToList();
        var width = Math.Max(1, rows.Max(r => r.Count));
        return new NotionBlock(
            "table",
            new JsonObject { ["table_width"] = width, ["has_column_header"] = rows.Exists(r => r.IsHeader), ["has_row_header"] = false },
            [.. rows.Select(r => new NotionBlock("table_row", new JsonObject { ["cells"] = new JsonArray([.. Cells(r, width)]) }))]);
    }

    private static IEnumerable<JsonNode> Cells(TableRow row, int width) =>
        Enumerable.Range(0, width).Select(i => (JsonNode)(i < row.Count ? RichText.Fit(RichText.Of(((TableCell)row[i]).Descendants<ParagraphBlock>().SelectMany(p => p.Inline ?? []))) : []));

    /// <summary>A block with text; runs beyond what a block takes go on in paragraphs.</summary>
    private static IEnumerable<NotionBlock> Text(string type, List<JsonObject> runs, List<NotionBlock> children, JsonObject? extra = null)
    {
        var pieces = runs.Chunk(RichText.MostRuns).ToList();
        var content = extra is null ? [] : (JsonObject)extra.DeepClone();
        content["rich_text"] = RichText.ToArray(pieces.Count > 0 ? pieces[0] : []);
        var rest = pieces.Skip(1).Select(p => new NotionBlock("paragraph", new JsonObject { ["rich_text"] = RichText.ToArray(p) })).ToList();
        return children.Count > 0 ? [new NotionBlock(type, content, [.. rest, .. children])] : [new NotionBlock(type, content), .. rest];
    }
}
