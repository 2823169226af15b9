using LocalAi.Text.Sentences;
using LocalAi.Text.Tokens;

namespace LocalAi.Tests.Text;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("서버를 껐다. 다시 켰다!", "서버를 껐다.|다시 켰다!")]
    [InlineData("버전 3.14를 2024.1. 에 냈다. 끝.", "버전 3.14를 2024.1. 에 냈다.|끝.")]
    [InlineData("He said \"stop.\" Then he left.", "He said \"stop.\"|Then he left.")]
    [InlineData("See e.g. the docs. J. Smith wrote it.", "See e.g. the docs.|J. Smith wrote it.")]
    [InlineData("Open https://example.org/a.b?c=d. Then read.", "Open https://example.org/a.b?c=d.|Then read.")]
    [InlineData("1. first item\n2. second item", "1. first item|2. second item")]
    [InlineData("- 하나\n- 둘", "- 하나|- 둘")]
    [InlineData("one line\nstill the same sentence. Next", "one line\nstill the same sentence.|Next")]
    [InlineData("paragraph\n\nanother", "paragraph|another")]
    [InlineData("何ですか。はい。", "何ですか。|はい。")]
    [InlineData("Really?! Yes…", "Really?!|Yes…")]
    [InlineData("", "")]
    public void Split_BreaksWhereASentenceEnds(string text, string expected) =>
        string.Join('|', SentenceSplitter.Split(text).Select(s => text.Substring(s.Start, s.Length))).ShouldBe(expected);

    [Fact]
    public void Split_FencedCode_IsOnePiece()
    {
        const string text = "Run this. Now.\n```sh\necho a. echo b.\n\nls\n```\nDone.";

        SentenceSplitter.Split(text).Select(s => text.Substring(s.Start, s.Length)).ShouldBe(["Run this.", "Now.", "```sh\necho a. echo b.\n\nls\n```", "Done."]);
    }

    [Fact]
    public void TokenEstimate_GrowsWithTextAndLeansHigh()
    {
        TokenEstimate.Count("").ShouldBe(0);
        TokenEstimate.Count("안녕하세요").ShouldBe(4);
        TokenEstimate.Count("hello world").ShouldBe(4);
        TokenEstimate.Count("123456").ShouldBe(2);
        TokenEstimate.Count("漢字").ShouldBe(2);
    }
}
