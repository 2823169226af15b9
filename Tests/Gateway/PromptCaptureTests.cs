using System.Text.Json;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Gateway;

/// <summary>Prompts and answers stand in traces only when that was asked for.</summary>
public sealed class PromptCaptureTests
{
    private const string Enabled = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    private const string Conversation =
        """[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"날씨?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Seoul\"}"}}]},{"role":"tool","tool_call_id":"c1","content":"rain"}]""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("false")]
    public async Task NotEnabled_NothingOfPromptOrAnswerIsRecorded(string setting)
    {
        var (input, output) = await RecordAsync(setting, stream: true, Answers.Stream(3));

        (input, output).ShouldBe((null, null));
    }

    [Fact]
    public async Task Enabled_InputHasTextToolCallsAndToolAnswers()
    {
        var (input, _) = await RecordAsync("true", stream: false, Answers.Default);

        JsonDocument.Parse(input!).RootElement.GetRawText().ShouldBe(
            """[{"role":"system","parts":[{"type":"text","content":"Be brief."}]},{"role":"user","parts":[{"type":"text","content":"날씨?"}]},{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"weather","arguments":"{\"city\":\"Seoul\"}"}]},{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":"rain"}]}]""");
    }

    [Theory]
    [InlineData(false, "Hello there")]
    [InlineData(true, "w0 w1 w2 ")]
    public async Task Enabled_OutputIsTheWholeAnswer(bool stream, string text)
    {
        var (_, output) = await RecordAsync("true", stream, Answers.Default);

        output.ShouldBe($$"""[{"role":"assistant","parts":[{"type":"text","content":"{{text}}"}],"finish_reason":"stop"}]""");
    }

    [Fact]
    public async Task Enabled_StreamedToolCallsAreJoined()
    {
        var (_, output) = await RecordAsync("true", stream: true, async context =>
        {
            await Answers.BeginAsync(context);
            await Answers.WriteAsync(context, """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"weather","arguments":""}}]}}]}""" + "\n\n");
            await Answers.WriteAsync(context, """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}}]}""" + "\n\n");
            await Answers.WriteAsync(context, """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Seoul\"}"}}]},"finish_reason":"tool_calls"}]}""" + "\n\ndata: [DONE]\n\n");
        });

        output.ShouldBe("""[{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"weather","arguments":"{\"city\":\"Seoul\"}"}],"finish_reason":"tool_calls"}]""");
    }

    [Fact]
    public async Task Enabled_WhatIsTooLongIsLeftOut()
    {
        var large = new string('x', 300 << 10);
        var (_, output) = await RecordAsync("true", stream: true, async context =>
        {
            await Answers.BeginAsync(context);
            await Answers.WriteAsync(context, Answers.Chunk(large) + Answers.End(1));
        });

        output.ShouldBeNull();
    }

    private static async Task<(string? Input, string? Output)> RecordAsync(string setting, bool stream, Func<Microsoft.AspNetCore.Http.HttpContext, Task> answer)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = answer;
        using var recorder = new SpanRecorder(upstream);
        await using var gateway = await Gateways.SingleAsync(upstream.Url, (Enabled, setting));
        using var response = await gateway.Client.PostAsync($$"""{"model":"chat-7b","messages":{{Conversation}},"stream":{{(stream ? "true" : "false")}}}""");
        await response.Content.ReadAsStringAsync(Cancel);
        await Eventually.TrueAsync(() => recorder.Spans.Count == 1, "the span has ended", Cancel);
        var span = recorder.Spans.Single();
        return (span.GetTagItem("gen_ai.input.messages") as string, span.GetTagItem("gen_ai.output.messages") as string);
    }
}
