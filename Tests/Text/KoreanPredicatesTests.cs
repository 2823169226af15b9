using LocalAi.Text.Korean;
using LocalAi.Text.Lexicon;

namespace LocalAi.Tests.Text;

public sealed class KoreanPredicatesTests
{
    [Theory]
    [InlineData("터뜨려도", true)]
    [InlineData("부풀었는데", true)]
    [InlineData("맞아야", true)]
    [InlineData("먹으면", true)]
    [InlineData("갱신하려면", false)]
    [InlineData("보조배터리를", false)]
    [InlineData("인증서", false)]
    [InlineData("도서관에서", false)]
    [InlineData("도로", false)]
    public void Contains_VerbsNotNouns(string word, bool expected) => KoreanPredicates.Contains(word).ShouldBe(expected);

    [Theory]
    [InlineData("하루", true)]
    [InlineData("사람은", true)]
    [InlineData("week", true)]
    [InlineData("저혈당", false)]
    [InlineData("firewall", false)]
    public void CommonWords_AreThoseOfEveryText(string word, bool expected) => CommonWords.Contains(word).ShouldBe(expected);
}
