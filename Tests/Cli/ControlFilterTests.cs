using LocalAi.Cli.Terminal;

namespace LocalAi.Tests.Cli;

public sealed class ControlFilterTests
{
    [Theory]
    [InlineData("plain text, 한글\n\ttab", "plain text, 한글\n\ttab")]
    [InlineData("\e[31mred\e[0m", "red")]
    [InlineData("\e]0;title\arest", "rest")]
    [InlineData("\e]52;c;ZXZpbA==\e\\rest", "rest")]
    [InlineData("\ePdevice\e\\rest", "rest")]
    [InlineData("\u009b31mred", "red")]
    [InlineData("\u009dtitle\u009crest", "rest")]
    [InlineData("good\rbad", "goodbad")]
    [InlineData("a\bb\0c\u007f", "abc")]
    [InlineData("abc\u202egpj.exe", "abcgpj.exe")]
    [InlineData("\e[2Jx\e[Hy\e(Bz\e7w", "xyzw")]
    [InlineData("\e[31\nnext", "\nnext")]
    public void What_steers_a_terminal_is_taken_out(string text, string clean) => new ControlFilter().Clean(text).ShouldBe(clean);

    [Fact]
    public void A_sequence_may_be_split_over_pieces()
    {
        const string text = "a\e[1;31mb\e]0;t\e\\c\u009b2Jd";
        var filter = new ControlFilter();
        string.Concat(text.Select(c => filter.Clean(c.ToString()))).ShouldBe("abcd");
    }

    [Fact]
    public void An_endless_string_sequence_does_not_swallow_the_answer() =>
        new ControlFilter().Clean("\e]0;" + new string('x', 5000) + "end").ShouldEndWith("end");
}
