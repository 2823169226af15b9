using System.ClientModel;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;

namespace LocalAi.Tests.Inference;

[Collection(SharedInferenceSuite.Name)]
public sealed class ChatCompletionsTests(SharedInference inference)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_NotStreamed_HasTextUsageAndTimings()
    {
        var answer = (await inference.Client.ChatAsync(new() { ["max_tokens"] = 12 }, Cancellation)).ShouldBeOk();

        answer.Body.GetProperty("object").GetString().ShouldBe("chat.completion");
        answer.Body.GetProperty("model").GetString().ShouldBe("tiny");
        answer.Text.ShouldNotBeEmpty();
        answer.Finish.ShouldBe("length");
        var usage = answer.Body.GetProperty("usage");
        usage.GetProperty("completion_tokens").GetInt32().ShouldBe(12);
        usage.GetProperty("prompt_tokens").GetInt32().ShouldBeGreaterThan(5);
        usage.GetProperty("total_tokens").GetInt32().ShouldBe(usage.GetProperty("prompt_tokens").GetInt32() + 12);
        var timings = answer.Body.GetProperty("timings");
        timings.GetProperty("predicted_n").GetInt32().ShouldBe(12);
        timings.GetProperty("predicted_per_second").GetDouble().ShouldBeGreaterThan(0);
        timings.GetProperty("first_token_ms").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Chat_Streamed_GivesTheSameTextPieceByPiece()
    {
        var request = new Dictionary<string, object> { ["max_tokens"] = 20, ["seed"] = 7 };
        var whole = (await inference.Client.ChatAsync(request, Cancellation)).ShouldBeOk();

        request["stream"] = true;
        using var stream = await inference.Client.StreamAsync("/v1/chat/completions", InferenceClient.Chat(request), Cancellation);
        var events = await stream.AllAsync(Cancellation);

        stream.Done.ShouldBeTrue();
        EventReader.Text(events).ShouldBe(whole.Text);
        events.Count.ShouldBeGreaterThan(10);
        events[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString().ShouldBe("assistant");
        events.Select(e => e.GetProperty("id").GetString()).Distinct().ShouldHaveSingleItem();
        events.Where(e => e.TryGetProperty("usage", out _)).ShouldBeEmpty();
        events[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("length");
        events[^1].GetProperty("timings").GetProperty("predicted_n").GetInt32().ShouldBe(20);
    }

    [Fact]
    public async Task Chat_StreamedWithUsage_EndsWithUsageThatAddsUp()
    {
        var request = InferenceClient.Chat(new() { ["max_tokens"] = 9, ["stream"] = true, ["stream_options"] = new { include_usage = true } });
        using var stream = await inference.Client.StreamAsync("/v1/chat/completions", request, Cancellation);
        var events = await stream.AllAsync(Cancellation);

        events[^1].GetProperty("choices").GetArrayLength().ShouldBe(0);
        var usage = events[^1].GetProperty("usage");
        usage.GetProperty("completion_tokens").GetInt32().ShouldBe(9);
        usage.GetProperty("total_tokens").GetInt32().ShouldBe(usage.GetProperty("prompt_tokens").GetInt32() + 9);
        events.SkipLast(1).ShouldAllBe(e => e.GetProperty("usage").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task Chat_SameSeed_SameAnswer_OtherSeed_OtherAnswer()
    {
        var first = await inference.Client.ChatAsync(new() { ["max_tokens"] = 24, ["seed"] = 42 }, Cancellation);
        await inference.Client.ChatAsync(new() { ["max_tokens"] = 24 }, Cancellation);
        var again = await inference.Client.ChatAsync(new() { ["max_tokens"] = 24, ["seed"] = 42 }, Cancellation);
        var other = await inference.Client.ChatAsync(new() { ["max_tokens"] = 24, ["seed"] = 43 }, Cancellation);

        again.Text.ShouldBe(first.Text);
        other.Text.ShouldNotBe(first.Text);
    }

    [Fact]
    public async Task Chat_StopString_EndsBeforeIt()
    {
        var request = new Dictionary<string, object> { ["max_tokens"] = 40, ["temperature"] = 0 };
        var whole = (await inference.Client.ChatAsync(request, Cancellation)).Text;
        var stop = whole.Substring(whole.Length / 2, 3);

        request["stop"] = new[] { stop };
        var stopped = (await inference.Client.ChatAsync(request, Cancellation)).ShouldBeOk();

        stopped.Finish.ShouldBe("stop");
        stopped.Text.ShouldBe(whole[..whole.IndexOf(stop, StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task Chat_SecondTurn_KeepsTheStateOfTheFirst()
    {
        // Unlike anything the other tests say, so that the shared part is ours.
        var messages = new List<object> { new { role = "user", content = "one two three four five six seven eight nine ten" } };
        var first = (await inference.Client.ChatAsync(new() { ["messages"] = messages, ["max_tokens"] = 4 }, Cancellation)).ShouldBeOk();
        messages.Add(new { role = "assistant", content = first.Text });
        messages.Add(new { role = "user", content = "and eleven" });

        var second = (await inference.Client.ChatAsync(new() { ["messages"] = messages, ["max_tokens"] = 4 }, Cancellation)).ShouldBeOk();

        var cached = second.Body.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32();
        cached.ShouldBeGreaterThanOrEqualTo(first.Body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32() - 1);
    }

    [Fact]
    public async Task Chat_AllRolesAndTextParts_AreRead()
    {
        object[] messages =
        [
            new { role = "system", content = "short" },
            new { role = "developer", content = "한국어로" },
            new { role = "user", content = new[] { new { type = "text", text = "first" }, new { type = "text", text = "second" } } },
            new { role = "assistant", content = (string?)null, tool_calls = new[] { new { id = "c1", type = "function", function = new { name = "look", arguments = "{\"at\":1}" } } } },
            new { role = "tool", tool_call_id = "c1", content = "nothing" },
            new { role = "assistant", content = "I looked" },
            new { role = "user", content = "again" },
        ];
        var answer = (await inference.Client.ChatAsync(new() { ["messages"] = messages, ["max_tokens"] = 5 }, Cancellation)).ShouldBeOk();
        answer.Body.GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task Chat_FiftyAtOnce_AllAreAnswered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => inference.Client.ChatAsync(
            new() { ["max_tokens"] = 8, ["messages"] = new[] { new { role = "user", content = $"question {i}" } } }, Cancellation)));

        answers.ShouldAllBe(a => a.ShouldBeOk().Body.GetProperty("usage").GetProperty("completion_tokens").GetInt32() == 8);
    }

    [Fact]
    public async Task Chat_PublicName_IsTheOnlyChatModelHere()
    {
        var answer = (await inference.Client.ChatAsync(new() { ["model"] = "chat-7b", ["max_tokens"] = 3 }, Cancellation)).ShouldBeOk();
        answer.Body.GetProperty("model").GetString().ShouldBe("chat-7b");

        var models = (await inference.Client.GetAsync("/v1/models", Cancellation)).Body.GetProperty("data").EnumerateArray().ToDictionary(m => m.GetProperty("id").GetString()!);
        models["chat-7b"].GetProperty("alias_of").GetString().ShouldBe("tiny");
        models["code-7b"].GetProperty("alias_reason").GetString().ShouldBe("the only chat model here");
        models["tiny"].GetProperty("aliases").EnumerateArray().Select(a => a.GetString()).ShouldBe(["chat-7b", "code-7b"]);
    }

    [Fact]
    public async Task Chat_OpenAIsOwnClient_Works()
    {
        var client = new ChatClient("tiny", new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(inference.Client.Address, "/v1") });
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 10 };

        var whole = (await client.CompleteChatAsync([new UserChatMessage("hello")], options, Cancellation)).Value;
        whole.Usage.OutputTokenCount.ShouldBe(10);
        whole.FinishReason.ShouldBe(ChatFinishReason.Length);

        ChatTokenUsage? usage = null;
        var pieces = 0;
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("hello")], options, Cancellation))
        {
            pieces += update.ContentUpdate.Count;
            usage = update.Usage ?? usage;
        }

        pieces.ShouldBeGreaterThan(5);
        usage.ShouldNotBeNull().OutputTokenCount.ShouldBe(10);
    }

    [Fact]
    public async Task Chat_RequestId_ComesBack()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/health", UriKind.Relative));
        request.Headers.Add("x-request-id", "abc-123");
        using var response = await inference.Client.Http.SendAsync(request, Cancellation);
        response.Headers.GetValues("x-request-id").ShouldBe(["abc-123"]);
    }
}
