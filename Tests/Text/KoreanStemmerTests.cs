using LocalAi.Text.Korean;

namespace LocalAi.Tests.Text;

public sealed class KoreanStemmerTests
{
    [Theory]
    [InlineData("걸러", "거르")]
    [InlineData("눌렀", "누르")]
    [InlineData("골라", "고르")]
    [InlineData("열어", null)]
    public void DoubledRieul_IsUndone_OnlyAfterAFinalRieul(string stem, string? verb)
    {
        var isOne = KoreanStemmer.TryDoubledRieul(stem, out var beforeLast);

        (isOne ? beforeLast + "르" : null).ShouldBe(verb);
    }

    [Theory]
    [InlineData("데이터베이스를", "데이터베이스")]
    [InlineData("서버에서는", "서버")]
    [InlineData("사용자들에게", "사용자")]
    [InlineData("설정하려면", "설정")]
    [InlineData("배포했습니다", "배포")]
    [InlineData("연결되지", "연결")]
    [InlineData("만료되기", "만료")]
    [InlineData("인증서", "인증서")]
    [InlineData("로그인을", "로그인")]
    [InlineData("사용자", "사용자")]
    [InlineData("느려서", "느려")]
    [InlineData("불필요", "불필요")]
    [InlineData("이미지", "이미지")]
    [InlineData("회의", "회의")]
    [InlineData("도로", "도로")]
    [InlineData("속도", "속도")]
    [InlineData("마을", "마을")]
    [InlineData("값", "값")]
    [InlineData("회의는", "회의")]
    [InlineData("속도가", "속도")]
    public void Stem_TakesEndingsOffButLeavesTwoSyllables(string word, string stem) =>
        word[..KoreanStemmer.Stem(word).Length].ShouldBe(stem);

    [Fact]
    public void Stem_AmbiguousLastSyllable_StaysFindable()
    {
        var stem = KoreanStemmer.Stem("인터넷속도");

        (stem.Length, stem.ClearLength).ShouldBe((4, 5));
    }

    [Theory]
    [InlineData("느려", '리')]
    [InlineData("느린", '리')]
    [InlineData("느립", '리')]
    [InlineData("지웠", '우')]
    [InlineData("바꿔", '꾸')]
    [InlineData("바꿀", '꾸')]
    [InlineData("나왔", '오')]
    public void TryVerbStem_ConjugatedSyllable_IsUndone(string stem, char last)
    {
        KoreanStemmer.TryVerbStem(stem, out var syllable).ShouldBeTrue();
        syllable.ShouldBe(last);
    }

    [Theory]
    [InlineData("서버")]
    [InlineData("")]
    [InlineData("abc")]
    public void TryVerbStem_NothingToUndo_SaysSo(string stem) => KoreanStemmer.TryVerbStem(stem, out _).ShouldBeFalse();

    [Fact]
    public void Jamo_RoundTripsEverySyllable()
    {
        for (var c = '\uAC00'; c <= '\uD7A3'; c++) Hangul.Compose(Hangul.Initial(c), Hangul.Vowel(c), Hangul.Final(c)).ShouldBe(c);
    }
}
