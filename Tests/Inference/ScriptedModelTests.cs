using System.Text.Json;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Inference;

/// <summary>Models that write known tokens show what becomes of them.</summary>
public sealed class ScriptedModelTests : IDisposable
{
    private static readonly object[] Tools =
    [
        new { type = "function", function = new { name = "look", description = "looks", parameters = new { type = "object", properties = new { where = new { type = "string" } }, required = new[] { "where" } } } },
    ];

    private readonly TemporaryFolder _models = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task Text_EndedByTheModel_FinishesWithStop()
    {
        await using var server = await StartAsync("Hello", " there", ".");
        var answer = (await server.Client.ChatAsync([], Cancellation)).ShouldBeOk();
        answer.Text.ShouldBe("Hello there.");
        answer.Finish.ShouldBe("stop");
    }

    [Fact]
    public async Task Text_CharactersOfSeveralTokens_AreStreamedWhole()
    {
        await using var server = await StartAsync("<0xED>", "<0x95>", "<0x9C>", "<0xEA>", "<0xB8>", "<0x80>", "!");
        using var stream = await server.Client.StreamAsync("/v1/chat/completions", InferenceClient.Chat(new() { ["stream"] = true }), Cancellation);
        var events = await stream.AllAsync(Cancellation);

        EventReader.Text(events).ShouldBe("한글!");
        EventReader.Text(events[..^1]).ShouldNotContain('\uFFFD');
    }

    [Fact]
    public async Task Stop_AcrossTokens_NothingOfItIsSent()
    {
        await using var server = await StartAsync("Hello", " EN", "D", " more");
        using var stream = await server.Client.StreamAsync("/v1/chat/completions", InferenceClient.Chat(new() { ["stream"] = true, ["stop"] = "END" }), Cancellation);
        var events = await stream.AllAsync(Cancellation);

        EventReader.Text(events).ShouldBe("Hello ");
        events[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
    }

    [Fact]
    public async Task Tools_TheModelCalls_TheCallIsGiven()
    {
        await using var server = await StartWithCallAsync();
        var answer = (await server.Client.ChatAsync(new() { ["tools"] = Tools, ["max_tokens"] = 100 }, Cancellation)).ShouldBeOk();

        answer.Finish.ShouldBe("tool_calls");
        var message = answer.Body.GetProperty("choices")[0].GetProperty("message");
        message.GetProperty("content").ValueKind.ShouldBe(JsonValueKind.Null);
        var call = message.GetProperty("tool_calls").EnumerateArray().ShouldHaveSingleItem().GetProperty("function");
        call.GetProperty("name").GetString().ShouldBe("look");
        JsonElement.Parse(call.GetProperty("arguments").GetString()!).GetProperty("where").GetString().ShouldBe("here");
    }

    [Fact]
    public async Task Tools_TheModelCallsWhileStreaming_ArgumentsComeInPieces()
    {
        await using var server = await StartWithCallAsync();
        var request = InferenceClient.Chat(new() { ["tools"] = Tools, ["max_tokens"] = 100, ["stream"] = true });
        using var stream = await server.Client.StreamAsync("/v1/chat/completions", request, Cancellation);
        var events = await stream.AllAsync(Cancellation);

        var calls = events.Select(e => e.GetProperty("choices")[0].GetProperty("delta")).Where(d => d.TryGetProperty("tool_calls", out _)).Select(d => d.GetProperty("tool_calls")[0]).ToArray();
        calls[0].GetProperty("function").GetProperty("name").GetString().ShouldBe("look");
        calls[0].GetProperty("id").GetString().ShouldNotBeNullOrEmpty();
        var arguments = string.Concat(calls.Select(c => c.GetProperty("function").GetProperty("arguments").GetString()));
        JsonElement.Parse(arguments).GetProperty("where").GetString().ShouldBe("here");
        events[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("tool_calls");
        EventReader.Text(events).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tools_ChoiceNone_TheSameWordsAreText()
    {
        await using var server = await StartWithCallAsync();
        var answer = (await server.Client.ChatAsync(new() { ["tools"] = Tools, ["tool_choice"] = "none", ["max_tokens"] = 100 }, Cancellation)).ShouldBeOk();
        answer.Finish.ShouldBe("stop");
        answer.Text.ShouldStartWith("||call: look");
    }

    /// <summary>A call in the syntax of node-llama-cpp's ChatML wrapper: ||call: look({"where": "here"})</summary>
    private Task<InferenceServer> StartWithCallAsync() => StartAsync("||call: ", "look", "(", "{\"where\":", " \"", "here", "\"", "}", ")");

    private async Task<InferenceServer> StartAsync(params string[] script)
    {
        TinyGguf.WriteScripted(Path.Combine(_models.Path, "tiny.gguf"), script);
        return await InferenceServer.StartAsync(_models.Path, Cancellation);
    }
}
