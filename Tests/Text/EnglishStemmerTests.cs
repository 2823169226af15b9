using LocalAi.Text.English;

namespace LocalAi.Tests.Text;

public sealed class EnglishStemmerTests
{
    [Theory]
    [InlineData("configure configured configuring configuration configurable configures")]
    [InlineData("migrate migration migrations migrating migrated")]
    [InlineData("retry retries retried retrying")]
    [InlineData("delete deleted deletion deleting")]
    [InlineData("deploy deployment deployments deploying deployed")]
    [InlineData("stop stopped stopping stops")]
    [InlineData("cancel cancelled canceled cancellation cancels")]
    [InlineData("optimize optimized optimization optimizing optimizer")]
    [InlineData("authenticate authentication authenticated authenticating")]
    [InlineData("index indices indexes")]
    [InlineData("write wrote written writes writing")]
    [InlineData("available availability")]
    [InlineData("recursive recursion")]
    [InlineData("format formats formatted formatting")]
    public void Stem_RelatedWords_Meet(string words) =>
        words.Split(' ').Select(Stem).Distinct().ShouldHaveSingleItem();

    [Theory]
    [InlineData("status", "state")]
    [InlineData("table", "tab")]
    [InlineData("order", "or")]
    [InlineData("data", "date")]
    [InlineData("user", "us")]
    public void Stem_UnrelatedWords_StayApart(string one, string other)
    {
        Stem(one).ShouldNotBe(Stem(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("go")]
    [InlineData("e5")]
    [InlineData("naïve")]
    public void Stem_ShortOrForeign_IsLeftAlone(string word) => Stem(word).ShouldBe(word);

    [Theory]
    [InlineData("getUserById", "get User By Id")]
    [InlineData("HTTPServer", "HTTP Server")]
    [InlineData("pg_hba.conf", "pg hba conf")]
    [InlineData("parseURLs", "parse URLs")]
    [InlineData("utf-8", "utf 8")]
    [InlineData("__init__", "init")]
    [InlineData("...", "")]
    public void IdentifierParts_CutsAtJointsAndCapitals(string identifier, string parts)
    {
        var found = new List<string>();
        var scanner = new IdentifierParts(identifier);
        while (scanner.MoveNext()) found.Add(identifier.Substring(scanner.Current.Start, scanner.Current.Length));

        string.Join(' ', found).ShouldBe(parts);
    }

    private static string Stem(string word)
    {
        var buffer = word.ToCharArray();
        return new string(buffer, 0, EnglishStemmer.Stem(buffer, buffer.Length));
    }
}
