using System.Net;
using System.Text.Json;

namespace LocalAi.Tests.Inference;

/// <summary>Queue, cancellation and time limits, with a model slow enough to be caught at work.</summary>
public sealed class LimitsTests(SlowModel slow) : IClassFixture<SlowModel>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disconnect_WhileStreaming_StopsTheGeneration()
    {
        await using var server = await slow.StartAsync(Cancellation);
        using (var stream = await server.Client.StreamAsync("/v1/chat/completions", Long(), Cancellation))
        {
            await stream.NextAsync(Cancellation);
            Generations(await HealthAsync(server), "active").ShouldBe(1);
        }

        var health = await server.Client.HealthUntilAsync(h => Generations(h, "aborted") == 1, Cancellation);
        Generations(health, "active").ShouldBe(0);
        Generations(health, "completed").ShouldBe(0);
        health.GetProperty("slots").GetProperty("busy").GetInt32().ShouldBe(0);
        (await server.Client.PostAsync("/v1/chat/completions", Long(("max_tokens", 2), ("stream", false)), Cancellation)).ShouldBeOk();
    }

    [Fact]
    public async Task Disconnect_WhileWritingOrReadingThePromptOrWaiting_StopsEachAlone()
    {
        await using var server = await slow.StartAsync(Cancellation);
        using var running = new LeavableRequest(server.Client, Long(("stream", false), ("messages", new[] { new { role = "user", content = new string('x', 7000) } })), Cancellation);
        await server.Client.HealthUntilAsync(h => h.GetProperty("slots").GetProperty("busy").GetInt32() == 1, Cancellation);
        using var waiting = new LeavableRequest(server.Client, Long(("stream", false)), Cancellation);
        await server.Client.HealthUntilAsync(h => h.GetProperty("slots").GetProperty("waiting").GetInt32() == 1, Cancellation);

        await waiting.LeaveAsync();
        var health = await server.Client.HealthUntilAsync(h => Generations(h, "aborted") == 1, Cancellation);
        health.GetProperty("slots").GetProperty("waiting").GetInt32().ShouldBe(0);
        health.GetProperty("slots").GetProperty("busy").GetInt32().ShouldBe(1);

        await running.LeaveAsync();
        health = await server.Client.HealthUntilAsync(h => Generations(h, "aborted") == 2, Cancellation);
        health.GetProperty("requests").GetInt32().ShouldBe(0);
        health.GetProperty("slots").GetProperty("busy").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Queue_Full_Answers429WithRetryAfterAndTheOthersGoOn()
    {
        await using var server = await slow.StartAsync(Cancellation, ("LOCALAI_QUEUE", "1"));
        using var running = await server.Client.StreamAsync("/v1/chat/completions", Long(), Cancellation);
        await running.NextAsync(Cancellation);
        var waiting = server.Client.PostAsync("/v1/chat/completions", Long(("stream", false), ("max_tokens", 2)), Cancellation);
        await server.Client.HealthUntilAsync(h => h.GetProperty("slots").GetProperty("waiting").GetInt32() == 1, Cancellation);

        var refused = await server.Client.PostAsync("/v1/chat/completions", Long(), Cancellation);

        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Code.ShouldBe("queue_full");
        refused.Headers.RetryAfter.ShouldNotBeNull();
        running.Dispose();
        (await waiting).ShouldBeOk();
    }

    [Fact]
    public async Task Generation_OverItsTime_GivesWhatThereIsAndSaysSo()
    {
        await using var server = await slow.StartAsync(Cancellation, ("LOCALAI_GENERATION_SECONDS", "1"));
        var answer = (await server.Client.PostAsync("/v1/chat/completions", Long(("stream", false)), Cancellation)).ShouldBeOk();

        answer.Finish.ShouldBe("length");
        answer.Text.ShouldNotBeEmpty();
        answer.Body.GetProperty("timings").GetProperty("time_limit").GetBoolean().ShouldBeTrue();
        answer.Body.GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBeLessThan(8000);
        Generations(await HealthAsync(server), "timed_out").ShouldBe(1);
    }

    [Fact]
    public async Task MaxTokens_NotGiven_TakesTheConfiguredLimit()
    {
        await using var server = await slow.StartAsync(Cancellation, ("LOCALAI_MAX_TOKENS", "7"));
        var request = Long(("stream", false));
        request.Remove("max_tokens");
        var answer = (await server.Client.PostAsync("/v1/chat/completions", request, Cancellation)).ShouldBeOk();
        answer.Body.GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task Context_Full_EndsTheAnswer()
    {
        await using var server = await slow.StartAsync(Cancellation, ("LOCALAI_CONTEXT", "256"));
        var answer = (await server.Client.PostAsync("/v1/chat/completions", Long(("stream", false)), Cancellation)).ShouldBeOk();
        answer.Finish.ShouldBe("length");
        answer.Body.GetProperty("usage").GetProperty("total_tokens").GetInt32().ShouldBe(256);
    }

    /// <summary>An answer of up to 8000 tokens: several seconds, if nobody stops it.</summary>
    private static Dictionary<string, object> Long(params (string Key, object Value)[] more) => SlowModel.Request(8000, more);

    private static async Task<JsonElement> HealthAsync(InferenceServer server) => (await server.Client.GetAsync("/health", Cancellation)).Body;

    private static int Generations(JsonElement health, string key) => health.GetProperty("generations").GetProperty(key).GetInt32();

    /// <summary>A request whose client can go away.</summary>
    private sealed class LeavableRequest : IDisposable
    {
        private readonly CancellationTokenSource _leave;
        private readonly Task _request;

        public LeavableRequest(InferenceClient client, object body, CancellationToken cancellationToken)
        {
            _leave = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _request = client.PostAsync("/v1/chat/completions", body, _leave.Token);
        }

        public async Task LeaveAsync()
        {
            await _leave.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(_request);
        }

        public void Dispose() => _leave.Dispose();
    }
}
