using LocalAi.Gateway.Routing.Auto;

namespace LocalAi.Tests.Gateway;

public sealed class FeatureReaderTests
{
    [Theory]
    [InlineData("Sorting queries", "sorting")]
    [InlineData("Sorting queries", "sort")]
    [InlineData("Sorting queries", "sorting queries")]
    [InlineData("Sorting queries", "^sorting")]
    [InlineData("an async-await bug", "async await")]
    [InlineData("write it in Go", "=Go")]
    [InlineData("c++ or c#?", "c++")]
    [InlineData("c++ or c#?", "c#")]
    [InlineData("what is .NET", ".net")]
    [InlineData("open main.py", "py")]
    [InlineData("open main.py", "[file name]")]
    [InlineData("main.py에서 오류", "[file name]")]
    [InlineData("정규식으로 찾기", "정규식-")]
    [InlineData("기타를 위한 코드", "코드")]
    [InlineData("기타 코드를 외우기", "기타 코드")]
    public void Text_HasFeature(string text, string feature) => Read(text).ShouldContain(feature);

    [Theory]
    [InlineData("let us go", "=Go")]
    [InlineData("Do it", "=Do")]
    [InlineData("a list. Dogs bark", "list dogs")]
    public void Text_HasNotFeature(string text, string feature) => Read(text).ShouldNotContain(feature);

    [Fact]
    public void WordsOfAnyLength_AreRead()
    {
        Read(new string('a', 8000)).ShouldBeEmpty();
        Read(new string('가', 8000)).ShouldBeEmpty();
        Read($"{new string('a', 24)} {new string('b', 24)}").ShouldContain($"{new string('a', 24)} {new string('b', 24)}");
    }

    [Theory]
    [InlineData("Translate into Korean: the server returns null", "Translate into Korean:")]
    [InlineData("맞춤법 고쳐줘: 서버가 안 되요", "맞춤법 고쳐줘:")]
    [InlineData("Fix this: int x = null", "Fix this: int x = null")]
    public void TextToWorkOn_IsNotTheQuestion(string text, string question) => TextToWorkOn.Leave(text).ShouldBe(question);

    [Fact]
    public void Table_IsBounded_AndKnowsItsFeatures()
    {
        var file = new FileInfo(Path.Combine(AutoTraining.RepositoryFolder(), "Gateway", "Routing", "Auto", "weights.txt"));

        file.Length.ShouldBeLessThan(200 * 1024);
        FeatureWeights.TryFind("regex", out var code).ShouldBeTrue();
        FeatureWeights.TryFind("recipe", out var chat).ShouldBeTrue();
        FeatureWeights.TryFind("no such feature", out _).ShouldBeFalse();
        code.Weight.ShouldBePositive();
        chat.Weight.ShouldBeNegative();
    }

    private static List<string> Read(string text)
    {
        var found = new List<string>();
        FeatureReader.Read(text, name => found.Add(name.ToString()));
        return found;
    }
}
