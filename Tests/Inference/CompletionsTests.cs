using System.Net;

namespace LocalAi.Tests.Inference;

[Collection(SharedInferenceSuite.Name)]
public sealed class CompletionsTests(SharedInference inference)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Completion_Echo_BeginsWithThePrompt()
    {
        var answer = (await inference.Client.PostAsync("/v1/completions", new { model = "tiny", prompt = "the local", max_tokens = 6, echo = true }, Cancellation)).ShouldBeOk();

        answer.Body.GetProperty("object").GetString().ShouldBe("text_completion");
        answer.Body.GetProperty("choices")[0].GetProperty("text").GetString()!.ShouldStartWith("the local");
        answer.Body.GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(6);
    }

    [Fact]
    public async Task Completion_Streamed_EqualsWhole()
    {
        var whole = await inference.Client.PostAsync("/v1/completions", new { model = "tiny", prompt = "the", max_tokens = 16, seed = 3 }, Cancellation);
        using var stream = await inference.Client.StreamAsync("/v1/completions", new { model = "tiny", prompt = "the", max_tokens = 16, seed = 3, stream = true }, Cancellation);
        var events = await stream.AllAsync(Cancellation);

        stream.Done.ShouldBeTrue();
        string.Concat(events.Select(e => e.GetProperty("choices")[0].GetProperty("text").GetString()))
            .ShouldBe(whole.Body.GetProperty("choices")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Completion_TokenIds_AreReadAndUnknownOnesRefused()
    {
        var answer = await inference.Client.PostAsync("/v1/completions", new { model = "tiny", prompt = new[] { 300, 301 }, max_tokens = 2 }, Cancellation);
        answer.ShouldBeOk().Body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(3); // with the beginning of text

        var refused = await inference.Client.PostAsync("/v1/completions", new { model = "tiny", prompt = new[] { 300, 999_999 } }, Cancellation);
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.Param.ShouldBe("prompt");
    }
}
