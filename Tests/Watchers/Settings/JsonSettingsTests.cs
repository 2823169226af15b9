using LocalAi.AgentApi.Watchers.Settings;

namespace LocalAi.Tests.Watchers.Settings;

public sealed class JsonSettingsTests
{
    private static readonly JsonSettings Json = new();

    [Theory]
    [InlineData("{\n  \"a\": 1,\n  \"b\": { \"c\": [1, 2] }\n}\n", "a", "2", "{\n  \"a\": 2,\n  \"b\": { \"c\": [1, 2] }\n}\n")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": { \"c\": [1, 2] }\n}\n", "b.c", "true", "{\n  \"a\": 1,\n  \"b\": { \"c\": true }\n}\n")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": { \"c\": [1, 2] }\n}\n", "b.d", "3", "{\n  \"a\": 1,\n  \"b\": { \"c\": [1, 2], \"d\": 3 }\n}\n")]
    [InlineData("{\n    \"a\": 1\n}\n", "b", "2", "{\n    \"a\": 1,\n    \"b\": 2\n}\n")]
    [InlineData("{\n\t\"a\": 1\n}", "b.c.d", "\"x\"", "{\n\t\"a\": 1,\n\t\"b\": {\n\t\t\"c\": {\n\t\t\t\"d\": \"x\"\n\t\t}\n\t}\n}")]
    [InlineData("{\r\n  \"a\": {}\r\n}\r\n", "a.b", "1", "{\r\n  \"a\": {\r\n    \"b\": 1\r\n  }\r\n}\r\n")]
    [InlineData("{\"a\":1}", "b", "2", "{\"a\":1, \"b\": 2}")]
    [InlineData("{\"a\":{}}", "a.b.c", "2", "{\"a\":{\"b\": { \"c\": 2 }}}")]
    [InlineData("{}", "a", "1", "{\n  \"a\": 1\n}")]
    [InlineData("{ \"한국어\": \"😀 \\\" }\", \"a\": \"1\" }", "a", "2", "{ \"한국어\": \"😀 \\\" }\", \"a\": 2 }")]
    public void OneValueIsWritten_AndNothingElseChanges(string before, string key, string value, string after)
    {
        Json.Check(before);
        var changed = Json.Write(before, key, value);
        changed.ShouldBe(after);
        Json.Check(changed);
        Json.Read(changed, key).ShouldBe(value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{ // comment\n}")]
    [InlineData("{\"a\":")]
    public void WhatIsNotAnObject_IsRefused(string text) => Should.Throw<SettingsException>(() => Json.Check(text)).Code.ShouldBe("malformed");

    [Fact]
    public void AValueInTheWay_IsNotOverwritten() =>
        Should.Throw<SettingsException>(() => Json.Write("{\"a\": 1}", "a.b", "2")).Message.ShouldContain("not an object");

    [Fact]
    public void WhatIsMissing_ReadsAsNothing()
    {
        Json.Read("{\"a\": {\"b\": null}}", "a.c").ShouldBeNull();
        Json.Read("{\"a\": {\"b\": null}}", "a.b").ShouldBe("null");
        Json.Read("{\"a\": 1}", "a.b").ShouldBeNull();
    }
}
