using System.Text.Json.Nodes;
using LocalAi.AgentApi.Tools;
using LocalAi.AgentApi.Tools.Notion;

namespace LocalAi.Tests.AgentApi.Notion;

public sealed class MarkdownBlocksTests
{
    [Theory]
    [InlineData("# 제목", "heading_1")]
    [InlineData("## Two", "heading_2")]
    [InlineData("###### Six", "heading_3")]
    [InlineData("text", "paragraph")]
    [InlineData("- a", "bulleted_list_item")]
    [InlineData("3. a", "numbered_list_item")]
    [InlineData("- [ ] a", "to_do")]
    [InlineData("- [x] a", "to_do")]
    [InlineData("> a", "quote")]
    [InlineData("---", "divider")]
    [InlineData("```cs\nvar x;\n```", "code")]
    [InlineData("    indented", "code")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |", "table")]
    [InlineData("![alt](https://example.org/a.png)", "image")]
    [InlineData("[![alt](https://example.org/a.png)](https://example.org)", "image")]
    [InlineData("<b>html</b>", "paragraph")]
    [InlineData("![alt](relative.png)", "paragraph")]
    public void Read_Element_BecomesItsBlock(string markdown, string type) => MarkdownBlocks.Read(markdown).ShouldHaveSingleItem().Type.ShouldBe(type);

    [Fact]
    public void Read_Nothing_GivesNoBlocks()
    {
        MarkdownBlocks.Read("").ShouldBeEmpty();
        MarkdownBlocks.Read("\n\n  \n").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("**굵게**", "bold")]
    [InlineData("*기울임*", "italic")]
    [InlineData("~~취소~~", "strikethrough")]
    [InlineData("`code`", "code")]
    public void Read_Emphasis_BecomesAnAnnotation(string markdown, string annotation)
    {
        var run = Runs(MarkdownBlocks.Read($"앞 {markdown} 뒤")[0]);
        run.Count.ShouldBe(3);
        ((bool)run[1]!["annotations"]![annotation]!).ShouldBeTrue();
        run[0]!["annotations"].ShouldBeNull();
    }

    [Theory]
    [InlineData("[a](https://example.org/x?y=1#z)", "https://example.org/x?y=1#z")]
    [InlineData("<https://example.org/auto>", "https://example.org/auto")]
    [InlineData("https://example.org/bare", "https://example.org/bare")]
    [InlineData("[mail](mailto:a@example.org)", "mailto:a@example.org")]
    [InlineData("[한글](https://example.org/한글)", "https://example.org/%ED%95%9C%EA%B8%80")]
    public void Read_Link_IsKept(string markdown, string url) => ((string?)Runs(MarkdownBlocks.Read(markdown)[0])[0]!["text"]!["link"]!["url"]).ShouldBe(url);

    [Theory]
    [InlineData("[a](relative/page.md)")]
    [InlineData("[a](#anchor)")]
    [InlineData("[a](javascript:alert)")]
    [InlineData("[a](file:///etc/passwd)")]
    public void Read_LinkNotionRefuses_BecomesItsText(string markdown)
    {
        var run = Runs(MarkdownBlocks.Read(markdown)[0])[0]!;
        ((string?)run["text"]!["content"]).ShouldBe("a");
        run["text"]!["link"].ShouldBeNull();
    }

    [Fact]
    public void Read_LongText_IsCutIntoRunsOfTwoThousandWithoutTearingCharacters()
    {
        var text = string.Concat(Enumerable.Repeat("한😀", 30_000));
        var blocks = MarkdownBlocks.Read(text);

        var runs = blocks.SelectMany(b => Runs(b).Select(r => (string)r!["text"]!["content"]!)).ToList();
        string.Concat(runs).ShouldBe(text);
        runs.ShouldAllBe(r => r.Length <= 2000 && !char.IsHighSurrogate(r[r.Length - 1]));
        blocks.ShouldAllBe(b => Runs(b).Count <= 100 && b.Bytes < 450_000);
    }

    [Fact]
    public void Read_NestedLists_AreChildren_AndVeryDeepOnesGoOnAtTheDeepestLevel()
    {
        var markdown = string.Join('\n', Enumerable.Range(0, 12).Select(i => new string(' ', i * 2) + "- " + i));
        var blocks = MarkdownBlocks.Read(markdown);

        Depth(blocks).ShouldBe(6);
        Texts(blocks).ShouldBe(Enumerable.Range(0, 12).Select(i => i.ToString()));
    }

    [Fact]
    public void Read_ListItem_WithParagraphsCodeAndTable_KeepsThemInside()
    {
        var item = MarkdownBlocks.Read("1. first\n\n   second\n\n   ```json\n   {}\n   ```\n\n   | a |\n   |---|\n   | 1 |\n").ShouldHaveSingleItem();
        item.Children.Select(c => c.Type).ShouldBe(["paragraph", "code", "table"]);
        item.Inline.ShouldBe(0);
    }

    [Fact]
    public void Read_Table_HasRowsOfOneWidth()
    {
        var table = MarkdownBlocks.Read("| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n").ShouldHaveSingleItem();
        var width = (int)table.ToJson()["table"]!["table_width"]!;
        table.ToJson()["table"]!["children"]!.AsArray().ShouldAllBe(r => r!["table_row"]!["cells"]!.AsArray().Count == width);
        ((bool)table.ToJson()["table"]!["has_column_header"]!).ShouldBeTrue();
    }

    [Fact]
    public void Read_ImageInText_StandsBetweenTheTexts() =>
        MarkdownBlocks.Read("before ![a](https://example.org/a.png) after").Select(b => b.Type).ShouldBe(["paragraph", "image", "paragraph"]);

    [Theory]
    [InlineData("cs", "c#")]
    [InlineData("JavaScript", "javascript")]
    [InlineData("nonsense", "plain text")]
    [InlineData("", "plain text")]
    public void Read_CodeLanguage_IsOneNotionKnows(string word, string language) =>
        ((string?)MarkdownBlocks.Read($"```{word}\nx\n```")[0].ToJson()["code"]!["language"]).ShouldBe(language);

    [Fact]
    public void Read_ControlAndTagCharacters_AreNotPassedOn() =>
        Texts(MarkdownBlocks.Read("a\u001b[31m b\U000e0041\U000e0042 c\u202e")).ShouldHaveSingleItem().ShouldBe("a[31m b c");

    [Fact]
    public void Read_TooManyBlocks_IsRefusedWithTheirNumber() =>
        Should.Throw<ToolException>(() => MarkdownBlocks.Read(string.Concat(Enumerable.Repeat("a\n\n", 5001)))).Message.ShouldContain("5001");

    [Fact]
    public void Read_NestedWithoutEnd_IsRefusedOrFlat()
    {
        // Whatever the parser does with it, it must come to an end with a sentence or with blocks.
        foreach (var markdown in (string[])[new string('>', 20_000), string.Concat(Enumerable.Repeat("- ", 20_000)), new string('[', 20_000), new string('*', 20_000) + "a", new string('`', 20_001)])
        {
            try
            {
                Depth(MarkdownBlocks.Read(markdown)).ShouldBeLessThanOrEqualTo(6);
            }
            catch (ToolException refused)
            {
                refused.Message.ShouldContain("nested");
            }
        }
    }

    private static JsonArray Runs(NotionBlock block) => block.ToJson()[block.Type]!["rich_text"]!.AsArray();

    private static int Depth(IReadOnlyList<NotionBlock> blocks) => blocks.Count == 0 ? 0 : 1 + blocks.Max(b => Depth(b.Children));

    private static IEnumerable<string> Texts(IReadOnlyList<NotionBlock> blocks) =>
        blocks.SelectMany(b => (string[])[string.Concat(Runs(b).Select(r => (string)r!["text"]!["content"]!)), .. Texts(b.Children)]);
}
