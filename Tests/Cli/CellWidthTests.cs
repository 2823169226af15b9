using LocalAi.Cli.Terminal;

namespace LocalAi.Tests.Cli;

public sealed class CellWidthTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("한글", 4)]
    [InlineData("日本", 4)]
    [InlineData("🙂", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("\u1112\u1161\u11ab", 2)]
    [InlineData("…•", 2)]
    public void Width_in_cells(string text, int cells) => CellWidth.Of(text).ShouldBe(cells);

    [Fact]
    public void Fit_never_halves_a_wide_character() => CellWidth.Fit("a한글", 4).ShouldBe("a한");
}
