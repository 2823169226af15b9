using System.Net;
using System.Text;
using LocalAi.Contracts.Embedding;
using LocalAi.Tests.Support;
using LocalAi.Text.Vectors;

namespace LocalAi.Tests.Embedding;

public sealed class EmbedRequestTests : IAsyncLifetime
{
    private TestService _service = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await EmbeddingHost.StartAsync(Cancel);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Embed_NoModel_GivesLabelledUnitVectorsInOrder()
    {
        var answer = await new EmbeddingClient(_service.Client).EmbedAsync(new EmbedRequest(["벡터 검색", "vector search", "벡터 검색"], EmbedKind.Query), Cancel);

        answer.Engine.ShouldBe("lexical");
        answer.Model.ShouldBe(HashedVector.ModelName);
        answer.Dim.ShouldBe(384);
        answer.Items.Count.ShouldBe(3);
        answer.Items.ShouldAllBe(item => item.Vector.Length == 384 && item.Tokens > 0 && !item.Truncated);
        answer.Items[0].Vector.Sum(x => x * x).ShouldBe(1f, 1e-4);
        answer.Items[2].Vector.ShouldBe(answer.Items[0].Vector);
        answer.Items[1].Vector.ShouldNotBe(answer.Items[0].Vector);
    }

    [Theory]
    [InlineData("/embed", """{"texts":["x"],"kind":7}""", "kind")]
    [InlineData("/v1/embeddings", """{"input":["x"],"input_type":7}""", "input_type")]
    public async Task Embed_AKindThatIsNone_IsRefused(string path, string body, string field)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _service.Client.PostAsync(path, content, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain(field);
    }

    [Fact]
    public async Task Embed_TheLimits_AreServed()
    {
        using var many = await _service.EmbedAsync(new { texts = Enumerable.Range(0, 1024).Select(i => $"text {i}") }, Cancel);
        using var lengthy = await _service.EmbedAsync(new { texts = new[] { new string('가', 8000) } }, Cancel);

        many.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await many.JsonAsync(Cancel)).GetProperty("items").GetArrayLength().ShouldBe(1024);
        lengthy.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Embed_1024EscapedKoreanTextsOf8000_FitTheBody()
    {
        var escaped = string.Concat(Enumerable.Repeat("\\uac00", 8000));
        var body = "{\"texts\":[" + string.Join(',', Enumerable.Repeat('"' + escaped + '"', 1024)) + "]}";

        using var response = await _service.Client.PostAsync("/embed", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);

        body.Length.ShouldBeGreaterThan(48_000_000);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Embed_BodyOver64MB_Gets413()
    {
        using var content = new StringContent("{\"texts\":[\"" + new string('a', 65 << 20) + "\"]}", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/embed") { Content = content, Headers = { ExpectContinue = true } };

        using var response = await _service.Client.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("""{"texts":["a",null]}""", 422, "texts[1]", "text_null")]
    [InlineData("""{"texts":["a","b"," "]}""", 422, "texts[2]", "text_empty")]
    [InlineData("""{"texts":[]}""", 422, "texts", "no_texts")]
    [InlineData("""{}""", 422, "texts", "no_texts")]
    [InlineData("""{"texts":["a",7]}""", 400, "$.texts", "invalid_json")]
    [InlineData("""{"texts":["a"],"kind":"poem"}""", 400, "$.kind", "invalid_json")]
    [InlineData("""{"texts":["a" """, 400, "$.texts", "invalid_json")]
    [InlineData("null", 400, null, "invalid_json")]
    public async Task Embed_WrongInput_NamesTheItem(string body, int status, string? field, string code)
    {
        using var response = await _service.Client.PostAsync("/embed", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
        var problem = await response.JsonAsync(Cancel);

        ((int)response.StatusCode).ShouldBe(status);
        problem.GetProperty("code").GetString().ShouldBe(code);
        if (field is not null) problem.GetProperty("field").GetString().ShouldBe(field);
    }

    [Fact]
    public async Task Embed_1025Texts_Gets413()
    {
        using var response = await _service.EmbedAsync(new { texts = Enumerable.Repeat("a", 1025) }, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.JsonAsync(Cancel)).GetProperty("detail").GetString()!.ShouldContain("at most 1024");
    }

    [Fact]
    public async Task Embed_8001Characters_Gets422NamingTheItem()
    {
        using var response = await _service.EmbedAsync(new { texts = new[] { "a", "b", new string('가', 8001) } }, Cancel);
        var problem = await response.JsonAsync(Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("field").GetString().ShouldBe("texts[2]");
        problem.GetProperty("detail").GetString()!.ShouldContain("8001");
    }

    [Theory]
    [InlineData("\\ud83d alone")]
    [InlineData("\\ude00 alone\\n")]
    [InlineData("nul \\u0000 inside")]
    [InlineData("\\ud83d\\ude00 whole")]
    public async Task Embed_SurrogatesAndNul_AreServed(string escaped)
    {
        using var response = await _service.Client.PostAsync("/embed", new StringContent($$"""{"texts":["{{escaped}}"]}""", Encoding.UTF8, "application/json"), Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Embed_NotJson_Gets415()
    {
        using var response = await _service.Client.PostAsync("/embed", new StringContent("hello"), Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Health_Lexical_SaysModelAndDimension()
    {
        var health = await new EmbeddingClient(_service.Client).HealthAsync(Cancel);

        health.Ok.ShouldBeTrue();
        (health.Engine, health.Model, health.Dim).ShouldBe(("lexical", "hash-384-v2", 384));
        using var prewarm = await _service.Client.PostAsync("/prewarm", null, Cancel);
        prewarm.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Embedding:Engine", "magic", "auto or lexical or upstream")]
    [InlineData("Embedding:Url", "not a url", "an http or https URL")]
    [InlineData("Embedding:Parallelism", "0", "1 to 16")]
    [InlineData("Embedding:QueueTexts", "10", "1024 to 100000")]
    public async Task Start_WrongSetting_SaysKeyValueAndWhatIsAllowed(string key, string value, string allowed)
    {
        var failure = await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => EmbeddingHost.StartAsync(Cancel, (key, value)));

        failure.Message.ShouldContain(key);
        failure.Message.ShouldContain(value);
        failure.Message.ShouldContain(allowed);
    }
}
