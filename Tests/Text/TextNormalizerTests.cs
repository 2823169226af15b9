using System.Text;
using LocalAi.Tests.Retrieval;
using LocalAi.Text.Normalization;

namespace LocalAi.Tests.Text;

public sealed class TextNormalizerTests
{
    [Fact]
    public void Normalize_DecomposedHangul_IsComposedAndPointsBack()
    {
        var decomposed = "파일 이름".Normalize(NormalizationForm.FormD);

        var normalized = TextNormalizer.Normalize(decomposed);

        normalized.Value.ShouldBe("파일 이름");
        var place = normalized.Value.IndexOf("이름", StringComparison.Ordinal);
        decomposed[normalized.ToOriginal(place)..].Normalize(NormalizationForm.FormC).ShouldBe("이름");
        normalized.ToOriginal(normalized.Value.Length).ShouldBe(decomposed.Length);
    }

    [Theory]
    [InlineData("ＡＢＣ１２３", "ABC123")]
    [InlineData("ﬁle", "file")]
    [InlineData("e\u0301te\u0301", "été")]
    [InlineData("ｶﾞ", "ガ")]
    [InlineData("①", "1")]
    [InlineData("plain ascii", "plain ascii")]
    public void Normalize_CompatibilityForms_AreFolded(string text, string expected) => TextNormalizer.Normalize(text).Value.ShouldBe(expected);

    [Fact]
    public void Normalize_SettledText_IsTheSameString()
    {
        const string text = "이미 정규화된 text 123";

        TextNormalizer.Normalize(text).Value.ShouldBeSameAs(text);
    }

    [Theory]
    [InlineData("a\uD83Db")]
    [InlineData("\uDE00")]
    [InlineData("x\uD83D")]
    public void Normalize_LoneSurrogates_BecomeReplacementCharacters(string text) => TextNormalizer.Normalize(text).Value.ShouldContain('\uFFFD');

    [Fact]
    public void Normalize_AnyText_EqualsTheFrameworkAndKeepsOffsetsInOrder()
    {
        var random = new SeededNumbers(7);
        const string alphabet = "a가ᄀ\u1161\u11A8é\u0301ﬁ１ㄱ漢ｶﾞ \uD83D\uDE00";
        for (var round = 0; round < 500; round++)
        {
            var text = new string(Enumerable.Range(0, 20).Select(_ => alphabet[random.Next(alphabet.Length - 2)]).ToArray());
            var normalized = TextNormalizer.Normalize(text);

            normalized.Value.ShouldBe(text.Normalize(NormalizationForm.FormKC), $"of {string.Join(' ', text.Select(c => ((int)c).ToString("X4")))}");
            for (var i = 0; i < normalized.Value.Length; i++) normalized.ToOriginal(i).ShouldBeLessThanOrEqualTo(normalized.ToOriginal(i + 1));
        }
    }
}
