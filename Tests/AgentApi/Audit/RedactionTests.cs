using System.Text.Json;
using LocalAi.AgentApi.Audit;

namespace LocalAi.Tests.AgentApi.Audit;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("""{"password":"hunter2hunter"}""", "hunter2")]
    [InlineData("""{"api_key":"abcdef123456"}""", "abcdef")]
    [InlineData("""{"headers":{"Authorization":"Basic Zm9vOmJhcg=="}}""", "Zm9v")]
    [InlineData("""{"command":"curl -H 'Authorization: Bearer abcdefgh12345678'"}""", "abcdefgh12345678")]
    [InlineData("""{"command":"export OPENAI_API_KEY=sk-abcdefghijklmnopqrstuvwx"}""", "sk-abc")]
    [InlineData("""{"content":"token ghp_0123456789abcdefghijABCDEFGHIJ012345"}""", "ghp_")]
    [InlineData("""{"content":"AKIAIOSFODNN7EXAMPLE"}""", "AKIA")]
    [InlineData("""{"url":"https://user:secretpass@example.org/x"}""", "secretpass")]
    [InlineData("""{"x":["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcDEF123"]}""", "eyJ")]
    [InlineData("""{"x":"-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----"}""", "MIIEvQ")]
    [InlineData("""{"x":"xoxb-1234567890-abcdefghij"}""", "xoxb-1")]
    [InlineData("""{"x":"ntn_abcdefghijklmnopqrstuvwxyz0123"}""", "ntn_a")]
    [InlineData("""{"x":"db: password: hunter2pass"}""", "hunter2pass")]
    [InlineData("""{"command":"deploy --api-key abc123def --fast"}""", "abc123")]
    [InlineData("""{"client_secret":{"value":"inner-value"}}""", "inner-value")]
    [InlineData("""{"steps":[{"action":"fill","selector":"#p1","value":"hunter2"}]}""", "hunter2")]
    public void Arguments_Secret_IsNotRecorded(string arguments, string secret)
    {
        var recorded = Redaction.Arguments(JsonElement.Parse(arguments));
        recorded.ShouldNotContain(secret);
        recorded.ShouldContain("[redacted]");
        JsonElement.Parse(recorded);
    }

    [Fact]
    public void Arguments_Ordinary_StaysReadable() =>
        Redaction.Arguments(JsonElement.Parse("""{"path":"src/tokens.md","limit":5,"text":"한국어"}""")).ShouldBe("""{"path":"src/tokens.md","limit":5,"text":"한국어"}""");

    [Theory]
    [InlineData("llama-server --token-limit 4096 --password --verbose")]
    [InlineData("the token is 4096 long -- password rules apply")]
    public void Text_Ordinary_StaysReadable(string text) => Redaction.Text(text).ShouldBe(text);

    [Fact]
    public void Arguments_LongText_IsShortenedWithLengthAndHash()
    {
        var recorded = Redaction.Arguments(JsonElement.Parse($$"""{"content":"{{new string('x', 100_000)}}"}"""));
        recorded.Length.ShouldBeLessThan(600);
        recorded.ShouldContain("100000 characters, sha256");
    }

    [Fact]
    public void Arguments_HugeObject_IsReplacedByItsHash() =>
        Redaction.Arguments(JsonElement.Parse("{" + string.Join(',', Enumerable.Range(0, 2000).Select(i => $"\"k{i}\":{i}")) + "}")).ShouldStartWith("{\"too_long\":");

    [Fact]
    public void Arguments_ControlCharacters_CannotForgeALine()
    {
        var recorded = Redaction.Arguments(JsonElement.Parse("""{"x":"a\u001b[2Jb\u0000c\ud800"}"""));
        recorded.ShouldNotContain("\u001b");
        recorded.ShouldNotContain("\0");
    }
}
