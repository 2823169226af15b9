using System.Net;
using System.Text.Json;

namespace LocalAi.Tests.Inference;

/// <summary>Random weights write random text; what a grammar forces is right all the same.</summary>
[Collection(SharedInferenceSuite.Name)]
public sealed class StructuredOutputTests(SharedInference inference)
{
    private static readonly object LookTool = Tool("look", new { type = "object", properties = new { where = new { @enum = new[] { "here", "there" } } }, required = new[] { "where" } });
    private static readonly object CountTool = Tool("count", new { type = "object", properties = new { ready = new { type = "boolean" } }, required = new[] { "ready" } });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Json_Schema_IsKept()
    {
        var schema = new
        {
            type = "object",
            properties = new
            {
                color = new { @enum = new[] { "red", "green" } },
                ready = new { anyOf = new object[] { new { type = "boolean" }, new { type = "null" } } },
                inner = new Dictionary<string, object> { ["$ref"] = "#/$defs/Inner" },
            },
            required = new[] { "color", "ready", "inner" },
            additionalProperties = false,
            defs = 0,
        };
        var withDefinitions = JsonSerializer.SerializeToNode(schema)!.AsObject();
        withDefinitions.Remove("defs");
        withDefinitions["$defs"] = JsonSerializer.SerializeToNode(new { Inner = new { type = "object", properties = new { kind = new { @const = "fixed" } }, required = new[] { "kind" } } });

        var answer = (await inference.Client.ChatAsync(
            new() { ["max_tokens"] = 300, ["response_format"] = new { type = "json_schema", json_schema = new { name = "x", schema = withDefinitions, strict = true } } }, Cancellation)).ShouldBeOk();

        answer.Finish.ShouldBe("stop");
        var value = JsonElement.Parse(answer.Text);
        value.GetProperty("color").GetString().ShouldBeOneOf("red", "green");
        value.GetProperty("inner").GetProperty("kind").GetString().ShouldBe("fixed");
    }

    [Fact]
    public async Task Json_Object_BeginsAsOne()
    {
        var answer = (await inference.Client.ChatAsync(new() { ["max_tokens"] = 20, ["response_format"] = new { type = "json_object" } }, Cancellation)).ShouldBeOk();
        answer.Text.TrimStart().ShouldStartWith("{");
    }

    [Fact]
    public async Task Tools_OneByName_IsCalledWithValidArguments()
    {
        var answer = (await inference.Client.ChatAsync(
            new() { ["max_tokens"] = 200, ["tools"] = new[] { LookTool, CountTool }, ["tool_choice"] = new { type = "function", function = new { name = "look" } } }, Cancellation)).ShouldBeOk();

        answer.Finish.ShouldBe("tool_calls");
        var message = answer.Body.GetProperty("choices")[0].GetProperty("message");
        message.GetProperty("content").ValueKind.ShouldBe(JsonValueKind.Null);
        var call = message.GetProperty("tool_calls")[0];
        call.GetProperty("type").GetString().ShouldBe("function");
        call.GetProperty("id").GetString().ShouldNotBeNullOrEmpty();
        call.GetProperty("function").GetProperty("name").GetString().ShouldBe("look");
        JsonElement.Parse(call.GetProperty("function").GetProperty("arguments").GetString()!).GetProperty("where").GetString().ShouldBeOneOf("here", "there");
    }

    [Fact]
    public async Task Tools_RequiredAndStreamed_CallsOneOfThem()
    {
        var request = InferenceClient.Chat(new() { ["max_tokens"] = 200, ["tools"] = new[] { LookTool, CountTool }, ["tool_choice"] = "required", ["stream"] = true });
        using var stream = await inference.Client.StreamAsync("/v1/chat/completions", request, Cancellation);
        var events = await stream.AllAsync(Cancellation);

        stream.Done.ShouldBeTrue();
        var call = events.Select(e => e.GetProperty("choices")[0].GetProperty("delta")).Single(d => d.TryGetProperty("tool_calls", out _)).GetProperty("tool_calls")[0];
        call.GetProperty("index").GetInt32().ShouldBe(0);
        call.GetProperty("function").GetProperty("name").GetString().ShouldBeOneOf("look", "count");
        events[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("tool_calls");
    }

    [Fact]
    public async Task Tools_Auto_AreOfferedAndTheModelMayJustWrite()
    {
        var without = (await inference.Client.ChatAsync(new() { ["max_tokens"] = 5 }, Cancellation)).ShouldBeOk();
        var with = (await inference.Client.ChatAsync(new() { ["max_tokens"] = 5, ["tools"] = new[] { LookTool } }, Cancellation)).ShouldBeOk();

        with.Text.ShouldNotBeEmpty();
        Prompt(with).ShouldBeGreaterThan(Prompt(without)); // the tool's description is part of the prompt
        static int Prompt(InferenceClient.Answer answer) => answer.Body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32();
    }

    [Theory]
    [InlineData("""{"response_format":{"type":"xml"}}""", "response_format.type")]
    [InlineData("""{"response_format":{"type":"json_schema"}}""", "response_format.json_schema")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"strict":true,"schema":{"type":"object","properties":{"a":{"type":"string","pattern":"x"}}}}}}""", "response_format.json_schema.schema.properties.a.pattern")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"array","maxItems":1000000}}}}""", "response_format.json_schema.schema.maxItems")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"schema":{"$ref":"http://elsewhere"}}}}""", "response_format.json_schema.schema.$ref")]
    [InlineData("""{"tools":[{"type":"retrieval"}]}""", "tools[0].type")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"a b"}}]}""", "tools[0].function.name")]
    [InlineData("""{"tool_choice":"required"}""", "tool_choice")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"a"}}],"tool_choice":{"type":"function","function":{"name":"b"}}}""", "tool_choice.function.name")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"a"}}],"response_format":{"type":"json_object"}}""", "response_format")]
    [InlineData("""{"functions":[{"name":"a"}]}""", "functions")]
    public async Task Structure_WhatCannotBeHonoured_IsRefusedByName(string more, string param)
    {
        var answer = await inference.Client.ChatAsync(JsonSerializer.Deserialize<Dictionary<string, object>>(more)!, Cancellation);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Param.ShouldBe(param);
    }

    private static object Tool(string name, object parameters) => new { type = "function", function = new { name, description = "does " + name, parameters } };
}
