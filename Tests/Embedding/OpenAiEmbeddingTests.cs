using System.ClientModel;
using System.Net;
using System.Net.Http.Json;
using LocalAi.Tests.Support;
using OpenAI;
using OpenAI.Embeddings;

namespace LocalAi.Tests.Embedding;

public sealed class OpenAiEmbeddingTests : IAsyncLifetime
{
    private TestService _service = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await EmbeddingHost.StartAsync(Cancel);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task OfficialClient_GetsVectors()
    {
        var client = new EmbeddingClient("any", new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(_service.Client.BaseAddress!, "v1") });

        var embeddings = await client.GenerateEmbeddingsAsync(["하나", "two"], cancellationToken: Cancel);

        embeddings.Value.Count.ShouldBe(2);
        embeddings.Value[1].ToFloats().Length.ShouldBe(384);
        embeddings.Value.Usage.InputTokenCount.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task FloatAndBase64_AreTheSameNumbers()
    {
        var floats = await PostAsync(new { input = "문장 하나", encoding_format = "float" });
        var base64 = await PostAsync(new { input = new[] { "문장 하나" }, encoding_format = "base64" });

        var numbers = floats.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(x => x.GetSingle()).ToArray();
        var bytes = base64.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        for (var i = 0; i < numbers.Length; i++) numbers[i].ShouldBe(BitConverter.ToSingle(bytes, i * 4), 1e-8);
        floats.GetProperty("object").GetString().ShouldBe("list");
    }

    [Theory]
    [InlineData("{\"input\":[\"a\"],\"encoding_format\":\"hex\"}", 400, "encoding_format")]
    [InlineData("{\"input\":[\"a\"],\"dimensions\":7}", 400, "dimensions")]
    [InlineData("{\"input\":[]}", 422, "input")]
    [InlineData("{\"input\":[\"a\",\"\"]}", 422, "input[1]")]
    [InlineData("{\"input\":[[1,2,3]]}", 400, "$.input")]
    public async Task WrongInput_GetsOpenAiError(string body, int status, string param)
    {
        using var response = await _service.Client.PostAsync("/v1/embeddings", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Cancel);
        var error = (await response.JsonAsync(Cancel)).GetProperty("error");

        ((int)response.StatusCode).ShouldBe(status);
        error.GetProperty("param").GetString().ShouldBe(param);
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
    }

    private async Task<System.Text.Json.JsonElement> PostAsync(object body)
    {
        using var response = await _service.Client.PostAsJsonAsync("/v1/embeddings", body, Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.JsonAsync(Cancel);
    }
}
