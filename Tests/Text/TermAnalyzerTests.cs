using LocalAi.Text.Tokens;

namespace LocalAi.Tests.Text;

public sealed class TermAnalyzerTests
{
    [Theory]
    [InlineData("벡터 데이터베이스를", "벡터 데이터베이스")]
    [InlineData("Nginx를 설치합니다", "nginx 설치")]
    [InlineData("read_file readFile read-file", "readfile readfile readfile")]
    [InlineData("C# C++ F#", "c# c++ f#")]
    [InlineData("pg_hba.conf 파일", "pghba.conf 파일")]
    [InlineData("E0382: moved", "e0382 mov")]
    [InlineData("漢字", "漢 字")]
    public void Words_AreStemsAndWholeIdentifiers(string text, string expected) => Words(text, TermKind.Word).ShouldBe(expected);

    [Fact]
    public void Parts_OfAnIdentifier_AreStemmed() => Words("getConnectionPools", TermKind.Part).ShouldBe("get connect pool");

    [Theory]
    [InlineData("5.3.0", "5.3")]
    [InlineData("v2.10.4", "v2.10 v2 10")]
    [InlineData("5.3", "")]
    [InlineData("127.0.0.1", "127.0 127")]
    public void Parts_OfAVersion_HoldTheMinorVersion(string text, string expected) => Words(text, TermKind.Part).ShouldBe(expected);

    [Theory]
    [InlineData("T점수 기준", "t점수")]
    [InlineData("3차를 접종", "3차")]
    [InlineData("비타민K", "비타민k")]
    [InlineData("Docker를", "")]
    public void Parts_ASingleLetterAndItsKoreanWord_AreOneTerm(string text, string expected) => Words(text, TermKind.Part).ShouldBe(expected);

    [Fact]
    public void Bigrams_BridgeOneSpaceBetweenBareWords()
    {
        Bigrams("벡터 데이터베이스", TermKind.Bridge).ShouldBe("터데");
        Bigrams("벡터를 데이터베이스", TermKind.Bridge).ShouldBe("");
        Bigrams("벡터, 데이터", TermKind.Bridge).ShouldBe("");
    }

    [Fact]
    public void Bigrams_OfAnAmbiguousEnd_AreKept()
    {
        Bigrams("인터넷속도", TermKind.Bigram).ShouldBe("인터 터넷 넷속");
        Bigrams("인터넷속도", TermKind.Tail).ShouldBe("속도");
        Bigrams("데이터를", TermKind.Tail).ShouldBe("");
    }

    [Fact]
    public void Analyze_LongRun_IsCutNotDropped() => Words(new string('a', 1000), TermKind.Word).Split(' ').Length.ShouldBe(4);

    [Theory]
    [InlineData("\uD83D")]
    [InlineData("🎉 파티")]
    [InlineData("")]
    [InlineData("...!!!")]
    public void Analyze_OddText_DoesNotFail(string text) => Should.NotThrow(() => Words(text, TermKind.Word));

    private static string Words(string text, TermKind kind)
    {
        var sink = new ListSink([]);
        TermAnalyzer.Analyze(text, ref sink);
        return string.Join(' ', sink.Terms.Where(term => term.Kind == kind).Select(term => term.Text));
    }

    private static string Bigrams(string text, TermKind kind) => Words(text, kind);

    private readonly struct ListSink(List<(TermKind Kind, string Text)> terms) : ITermSink
    {
        public List<(TermKind Kind, string Text)> Terms { get; } = terms;

        public void Word(TermKind kind, ReadOnlySpan<char> term, Run run, int position) => Terms.Add((kind, term.ToString()));

        public void Bigram(TermKind kind, char first, char second, Run run, int position) => Terms.Add((kind, $"{first}{second}"));
    }
}
