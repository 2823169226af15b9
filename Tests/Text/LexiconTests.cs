using LocalAi.Text.English;
using LocalAi.Text.Lexicon;
using LocalAi.Text.Vectors;

namespace LocalAi.Tests.Text;

public sealed class LexiconTests
{
    [Theory]
    [InlineData("포스트그레스", "postgres")]
    [InlineData("컨테이너", "container")]
    [InlineData("데이터베이스", "database")]
    [InlineData("인덱스", "index")]
    [InlineData("클러스터", "cluster")]
    [InlineData("쿠버네티스", "kubernetes")]
    [InlineData("디렉터리", "directory")]
    [InlineData("스레드", "thread")]
    public void Skeleton_LoanwordAndOriginal_AreEqual(string korean, string english) => Of(korean).ShouldBe(Of(english));

    [Theory]
    [InlineData("서버", "시베리아")]
    [InlineData("container", "카테고리")]
    public void Skeleton_OtherWords_Differ(string one, string other) => (Of(one) == Of(other) && Of(one).Length > 0).ShouldBeFalse();

    [Theory]
    [InlineData("kitten", "sitting", 3, 3)]
    [InlineData("abcd", "abdc", 2, 1)]
    [InlineData("same", "same", 2, 0)]
    [InlineData("short", "muchlonger", 2, 3)]
    [InlineData("", "ab", 2, 2)]
    public void EditDistance_StopsAtTheLimit(string a, string b, int limit, int expected) => EditDistance.Within(a, b, limit).ShouldBe(expected);

    [Fact]
    public void Glossary_BuiltIn_LinksBothLanguages()
    {
        Glossary.BuiltIn.Synonyms("서버").ToArray().ShouldContain("server");
        Glossary.BuiltIn.Synonyms("password").ToArray().ShouldContain("비밀번호");
        Glossary.BuiltIn.Synonyms("없는말").IsEmpty.ShouldBeTrue();
    }

    /// <summary>A synonym of one syllable would be found in every other word (배: ship, pear, belly, double).</summary>
    [Fact]
    public void Glossary_BuiltIn_HasNoKoreanNounsOfOneSyllableBeyondTheCheckedOnes()
    {
        using var stream = typeof(Glossary).Assembly.GetManifestResourceStream("glossary.txt").ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        var everyday = reader.ReadToEnd().Split("# Everyday verbs and qualities.")[1].Split('\n').Where(line => !line.StartsWith('#'));

        everyday.SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries)).Where(word => word.Length == 1).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("forklift", "지게차")]
    [InlineData("breakfast", "조식")]
    [InlineData("알러지", "알레르기")]
    [InlineData("vessel", "ship")]
    public void Glossary_EverydayWords_AreLinked(string word, string synonym) => Glossary.BuiltIn.Synonyms(word).ToArray().ShouldContain(synonym);

    [Theory]
    [InlineData("deployments", "배포")]
    [InlineData("verified", "검증")]
    public void Glossary_InflectedEnglish_IsFoundByItsStem(string word, string synonym)
    {
        Span<char> letters = word.ToCharArray();
        var stem = letters[..EnglishStemmer.Stem(letters, word.Length)].ToString();

        Glossary.BuiltIn.Synonyms(stem).ToArray().ShouldContain(synonym);
    }

    [Theory]
    [InlineData("레디스", "redis", "letters")]
    [InlineData("도커", "docker", "attack")]
    [InlineData("카나리", "canary", "colonel")]
    [InlineData("큐", "queue", "eco")]
    public void VowelPattern_TheOriginal_IsNearerThanOtherWordsWithItsConsonants(string korean, string original, string other) =>
        VowelPattern.Of(korean).DistanceTo(VowelPattern.Of(original)).ShouldBeLessThan(VowelPattern.Of(korean).DistanceTo(VowelPattern.Of(other)));

    [Theory]
    [InlineData("alone")]
    [InlineData("one, , ")]
    public void Glossary_GroupOfOneWord_IsRefused(string line) => Should.Throw<FormatException>(() => Glossary.Parse([line])).Message.ShouldContain(line);

    [Fact]
    public void Glossary_TooManyGroups_IsRefused() =>
        Should.Throw<FormatException>(() => Glossary.Parse(Enumerable.Range(0, Glossary.MaxGroups + 1).Select(i => $"a{i}, b{i}")));

    [Theory]
    [InlineData("어떻게", true)]
    [InlineData("the", true)]
    [InlineData("데이터", false)]
    public void StopWords_AskInsteadOfNaming(string word, bool stop) => StopWords.Contains(word).ShouldBe(stop);

    [Fact]
    public void HashedVector_SimilarTexts_AreNearerThanOthers()
    {
        var vector = HashedVector.Compute("데이터베이스를 백업하는 방법");
        var similar = Dot(vector, HashedVector.Compute("데이터베이스 백업 방법"));
        var other = Dot(vector, HashedVector.Compute("커피 기계를 청소합니다"));

        Dot(vector, vector).ShouldBe(1f, 1e-4);
        similar.ShouldBeGreaterThan(other + 0.3f);
        HashedVector.Compute("?!").ShouldAllBe(x => x == 0);
    }

    private static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static string Of(string word)
    {
        Span<char> buffer = stackalloc char[64];
        return buffer[..Skeleton.Write(word, buffer)].ToString();
    }
}
