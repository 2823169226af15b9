using System.Text;
using LocalAi.Cli.Terminal;

namespace LocalAi.Tests.Cli;

public sealed class MarkdownStreamTests
{
    [Theory]
    [InlineData("plain\n", "plain\n")]
    [InlineData("a **b** c\n", "a \e[1mb\e[0m c\n")]
    [InlineData("use `x*y` now\n", "use \e[36mx*y\e[0m now\n")]
    [InlineData("# Title\ntext\n", "\e[1m# Title\e[0m\ntext\n")]
    [InlineData("- one\n  * two\n", "• one\n  • two\n")]
    [InlineData("2 * 3 = 6\n", "2 * 3 = 6\n")]
    [InlineData("```c\nint *p;\n```\nend\n", "\e[2m```c\e[0m\n\e[36mint *p;\e[0m\n\e[2m```\e[0m\nend\n")]
    [InlineData("**open\nnext\n", "\e[1mopen\e[0m\nnext\n")]
    [InlineData("-5 degrees\n#tag\n", "-5 degrees\n#tag\n")]
    [InlineData("[1] cites\n", "[1] cites\n")]
    [InlineData("ends with *", "ends with *")]
    public void It_looks_the_same_however_it_is_cut(string markdown, string shown)
    {
        Show([markdown]).ShouldBe(shown);
        Show(markdown.Select(c => c.ToString())).ShouldBe(shown);
    }

    [Fact]
    public void Text_is_shown_as_soon_as_it_comes()
    {
        var shown = new StringBuilder();
        new MarkdownStream(text => shown.Append(text)).Add("word");
        shown.ToString().ShouldBe("word");
    }

    private static string Show(IEnumerable<string> pieces)
    {
        var shown = new StringBuilder();
        var stream = new MarkdownStream(text => shown.Append(text));
        foreach (var piece in pieces)
        {
            stream.Add(piece);
        }

        stream.End();
        return shown.ToString();
    }
}
