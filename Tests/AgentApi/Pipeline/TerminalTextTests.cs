using LocalAi.AgentApi.Pipeline;

namespace LocalAi.Tests.AgentApi.Pipeline;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain 한국어 😀\ttext\r\n", "plain 한국어 😀\ttext\r\n")]
    [InlineData("a\u001b[31mb", "a[31mb")]
    [InlineData("a\u202eb\u2066c", "abc")]
    [InlineData("a\U000E0041b", "ab")]
    [InlineData("a\u0085b\u0000", "ab")]
    public void Clean_Text_KeepsWhatIsSeen(string text, string clean) => TerminalText.Clean(text).ShouldBe(clean);

    [Fact]
    public void Clean_HalfASurrogatePair_BecomesReplacement() => TerminalText.Clean("a" + (char)0xd800 + "b").ShouldBe("a\ufffdb");
}
