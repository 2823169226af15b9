using System.Text.Json;
using LocalAi.AgentApi.Schemas;

namespace LocalAi.Tests.AgentApi.Schemas;

public sealed class ArgumentSchemaTests
{
    private static readonly ArgumentSchema Schema = ArgumentSchema.Object(
        """
        {"path":{"type":"string","minLength":1,"maxLength":10},"limit":{"type":"integer","minimum":1,"maximum":100},"mode":{"type":"string","enum":["a","b"]},
         "deep":{"type":"boolean"},"names":{"type":"array","maxItems":2,"items":{"type":"string"}},"score":{"type":"number"}}
        """,
        "path");

    [Theory]
    [InlineData("""{"path":"x"}""")]
    [InlineData("""{"path":"x","limit":100,"mode":"b","deep":true,"names":["p","q"],"score":1.5}""")]
    [InlineData("""{"path":"x","limit":3.0}""")]
    [InlineData("""{"path":"한국어"}""")]
    public void Check_Fits_FindsNothing(string arguments) => Check(arguments).ShouldBeEmpty();

    [Theory]
    [InlineData("{}", "path", "is required")]
    [InlineData("""{"path":""}""", "path", "must not be empty")]
    [InlineData("""{"path":"12345678901"}""", "path", "at most 10 characters")]
    [InlineData("""{"path":null}""", "path", "must be a text, not null")]
    [InlineData("""{"path":7}""", "path", "not the number 7")]
    [InlineData("""{"path":["x"]}""", "path", "not an array")]
    [InlineData("""{"path":{"x":1}}""", "path", "not an object")]
    [InlineData("""{"path":"x","limit":0}""", "limit", "at least 1")]
    [InlineData("""{"path":"x","limit":101}""", "limit", "at most 100")]
    [InlineData("""{"path":"x","limit":1.5}""", "limit", "must be an integer")]
    [InlineData("""{"path":"x","limit":1e400}""", "limit", "must be an integer")]
    [InlineData("""{"path":"x","limit":99999999999999999999}""", "limit", "must be an integer")]
    [InlineData("""{"path":"x","limit":"5"}""", "limit", "must be an integer, not a text")]
    [InlineData("""{"path":"x","score":1e999}""", "score", "must be a number")]
    [InlineData("""{"path":"x","mode":"c"}""", "mode", "one of a, b")]
    [InlineData("""{"path":"x","deep":"true"}""", "deep", "must be a boolean")]
    [InlineData("""{"path":"x","names":["a","b","c"]}""", "names", "at most 2 items")]
    [InlineData("""{"path":"x","names":["a",2]}""", "names[1]", "must be a text")]
    [InlineData("""{"path":"x","other":1}""", "other", "is not known")]
    [InlineData("""{"path":"\ud800"}""", "path", "surrogate")]
    [InlineData("""{"path":"x","names":["\udfff"]}""", "names[0]", "surrogate")]
    [InlineData("[]", "arguments", "must be an object")]
    [InlineData("\"x\"", "arguments", "must be an object")]
    public void Check_DoesNotFit_NamesTheField(string arguments, string field, string message)
    {
        var problem = Check(arguments).ShouldHaveSingleItem();
        problem.Field.ShouldBe(field);
        problem.Message.ShouldContain(message);
    }

    [Fact]
    public void Check_ManyProblems_NamesAtMostTen() =>
        Check("{" + string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"x{i}\":1")) + "}").Count.ShouldBeInRange(10, 60);

    [Fact]
    public void Object_UnknownRule_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => ArgumentSchema.Object("""{"a":{"type":"string","pattern":"x"}}""")).Message.ShouldContain("pattern");

    private static IReadOnlyList<SchemaProblem> Check(string arguments) => Schema.Check(JsonElement.Parse(arguments));
}
