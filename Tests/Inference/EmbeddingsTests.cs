using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Inference;

[Collection(SharedInferenceSuite.Name)]
public sealed class EmbeddingsTests(SharedInference inference)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Embeddings_SeveralTexts_AreUnitVectorsInOrder()
    {
        var answer = await EmbedAsync(new { model = "tiny-embed", input = new[] { "hello", "한국어 질문", "hello" } });

        var vectors = answer.ShouldBeOk().Body.GetProperty("data").EnumerateArray().Select(Vector).ToArray();
        vectors.Length.ShouldBe(3);
        vectors.ShouldAllBe(v => v.Length == TinyGguf.EmbeddingDimension && Math.Abs(v.Sum(x => x * x) - 1) < 1e-4);
        vectors[2].ShouldBe(vectors[0]);
        vectors[1].ShouldNotBe(vectors[0]);
        answer.Body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBeGreaterThan(6);
    }

    [Fact]
    public async Task Embeddings_Base64_HoldsTheSameFloats()
    {
        var floats = Vector((await EmbedAsync(new { model = "tiny-embed", input = "hello" })).ShouldBeOk().Body.GetProperty("data")[0]);
        var text = (await EmbedAsync(new { model = "tiny-embed", input = "hello", encoding_format = "base64" })).ShouldBeOk()
            .Body.GetProperty("data")[0].GetProperty("embedding").GetString()!;

        MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(text)).ToArray().ShouldBe(floats, 1e-6f);
    }

    [Fact]
    public async Task Embeddings_TwentyAtOnce_AllAreRight()
    {
        var expected = Vector((await EmbedAsync(new { model = "tiny-embed", input = "the same text" })).Body.GetProperty("data")[0]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => EmbedAsync(new { model = "tiny-embed", input = "the same text" })));
        answers.ShouldAllBe(a => Vector(a.ShouldBeOk().Body.GetProperty("data")[0]).SequenceEqual(expected));
    }

    [Theory]
    [InlineData("""{"model":"tiny-embed"}""", "input", "missing_required_parameter")]
    [InlineData("""{"model":"tiny-embed","input":[]}""", "input", "invalid_length")]
    [InlineData("""{"model":"tiny-embed","input":["a",""]}""", "input[1]", "invalid_value")]
    [InlineData("""{"model":"tiny-embed","input":["a",5]}""", "input[1]", "invalid_type")]
    [InlineData("""{"model":"tiny-embed","input":[1,99999]}""", "input", "invalid_value")]
    [InlineData("""{"model":"tiny-embed","input":"a","dimensions":32}""", "dimensions", "invalid_value")]
    [InlineData("""{"model":"tiny-embed","input":"a","encoding_format":"hex"}""", "encoding_format", "invalid_value")]
    [InlineData("""{"model":"tiny","input":"a"}""", "model", "wrong_model_kind")]
    public async Task Embeddings_BadRequest_NamesTheField(string body, string param, string code)
    {
        var answer = await inference.Client.PostTextAsync("/v1/embeddings", body, Cancellation);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Param.ShouldBe(param);
        answer.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Embeddings_TooLongAText_NamesItAndTheLimit()
    {
        var answer = await EmbedAsync(new { model = "tiny-embed", input = new[] { "short", string.Concat(Enumerable.Repeat("long ", 600)) } });
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Param.ShouldBe("input[1]");
        answer.Code.ShouldBe("context_length_exceeded");
        answer.Message.ShouldContain("the context holds 512 tokens");
    }

    [Fact]
    public async Task Embeddings_TooManyTexts_AreRefused()
    {
        var answer = await EmbedAsync(new { model = "tiny-embed", input = Enumerable.Repeat("a", 1025) });
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Message.ShouldContain("1 to 1024");
    }

    private Task<InferenceClient.Answer> EmbedAsync(object body) => inference.Client.PostAsync("/v1/embeddings", body, Cancellation);

    private static float[] Vector(JsonElement item) => [.. item.GetProperty("embedding").EnumerateArray().Select(v => v.GetSingle())];
}
