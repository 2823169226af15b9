using System.Net;
using LocalAi.Embedding.Batching;
using LocalAi.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Tests.Embedding;

public sealed class UpstreamTests : IAsyncLifetime
{
    private FakeEmbeddingServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FakeEmbeddingServer.StartAsync(Cancel);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Embed_ManyTexts_KeepsOrderAndAddsThePrefixOfTheFamily()
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel);
        var texts = Enumerable.Range(0, 300).Select(i => new string((char)('a' + i % 26), i % 40 + 1) + i).ToArray();

        using var response = await service.EmbedAsync(new { texts, kind = "query" }, Cancel);
        var answer = await response.JsonAsync(Cancel);

        answer.GetProperty("engine").GetString().ShouldBe("upstream");
        answer.GetProperty("model").GetString().ShouldBe(FakeEmbeddingServer.Model);
        answer.GetProperty("dim").GetInt32().ShouldBe(8);
        for (var i = 0; i < texts.Length; i++) answer.Vector(i)[0].ShouldBe(FakeEmbeddingServer.VectorOf("query: " + texts[i], 8)[0], 1e-5);
        _server.Batches.ShouldAllBe(batch => batch.Length <= 64);
    }

    [Fact]
    public async Task Embed_RepeatedTexts_AreComputedOnce()
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel);
        var texts = Enumerable.Range(0, 200).Select(i => "text " + i % 10).ToArray();

        using var first = await service.EmbedAsync(new { texts }, Cancel);
        using var second = await service.EmbedAsync(new { texts }, Cancel);

        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        Computed().Count(text => text.StartsWith("passage: ", StringComparison.Ordinal)).ShouldBe(10);
    }

    [Fact]
    public async Task Embed_QueryAndPassage_AreDifferentVectors()
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel);

        using var query = await service.EmbedAsync(new { texts = new[] { "same" }, kind = "query" }, Cancel);
        using var passage = await service.EmbedAsync(new { texts = new[] { "same" }, kind = "passage" }, Cancel);

        (await query.JsonAsync(Cancel)).Vector(0).ShouldNotBe((await passage.JsonAsync(Cancel)).Vector(0));
    }

    [Fact]
    public async Task Embed_SameTextInConcurrentRequests_IsComputedOnce()
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel);
        using (await service.EmbedAsync(new { texts = new[] { "warm" } }, Cancel)) { }
        var gate = new TaskCompletionSource();
        _server.Misbehave = async (_, _) => { await gate.Task; return false; };

        var requests = Enumerable.Range(0, 20).Select(_ => service.EmbedAsync(new { texts = new[] { "shared text", "another" } }, Cancel)).ToArray();
        await Eventually.TrueAsync(() => service.Services.GetRequiredService<TextQueue>().Count == 2, "both texts are in flight", Cancel);
        await Task.Delay(200, Cancel);
        gate.SetResult();
        var responses = await Task.WhenAll(requests);

        responses.ShouldAllBe(response => response.StatusCode == HttpStatusCode.OK);
        Computed().Count(text => text == "passage: shared text").ShouldBe(1);
    }

    [Fact]
    public async Task Embed_ConcurrentRequests_ShareBatchesOfSimilarLength()
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel, ("Embedding:Parallelism", "1"), ("Embedding:BatchWindowMilliseconds", "100"));
        using (await service.EmbedAsync(new { texts = new[] { "warm" } }, Cancel)) { }

        var requests = Enumerable.Range(0, 60).Select(i => service.EmbedAsync(new { texts = new[] { $"short {i}" } }, Cancel)).ToArray();
        await Task.WhenAll(requests);

        _server.Batches.Count.ShouldBeLessThan(30);
    }

    [Fact]
    public async Task Embed_TextLongerThanTheWindow_IsReportedAsTruncated()
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel, ("Embedding:MaxTokens", "64"));

        using var response = await service.EmbedAsync(new { texts = new[] { new string('가', 500), "짧은 글" } }, Cancel);
        var items = (await response.JsonAsync(Cancel)).GetProperty("items");

        items[0].GetProperty("truncated").GetBoolean().ShouldBeTrue();
        items[0].GetProperty("tokens").GetInt32().ShouldBe(64);
        items[1].GetProperty("truncated").GetBoolean().ShouldBeFalse();
        Computed().ShouldAllBe(text => text.Length < 110);
    }

    [Fact]
    public async Task Embed_UpstreamBusyOnce_IsRetried()
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel);
        using (await service.EmbedAsync(new { texts = new[] { "warm" } }, Cancel)) { }
        var calls = 0;
        _server.Misbehave = (context, _) =>
        {
            if (Interlocked.Increment(ref calls) > 1) return Task.FromResult(false);
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "0";
            return Task.FromResult(true);
        };

        using var response = await service.EmbedAsync(new { texts = new[] { "again" } }, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        calls.ShouldBe(2);
    }

    [Theory]
    [InlineData(429, 503, "embedding_upstream_busy")]
    [InlineData(503, 503, "embedding_upstream_busy")]
    [InlineData(500, 503, "embedding_upstream_unreachable")]
    [InlineData(401, 502, "embedding_upstream_refused")]
    public async Task Embed_UpstreamRefuses_SaysSoWithItsSentence(int upstream, int expected, string code)
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel, ("Embedding:Retries", "0"));
        _server.Misbehave = async (context, _) =>
        {
            context.Response.StatusCode = upstream;
            await context.Response.WriteAsync("""{"error":{"message":"the reason"}}""");
            return true;
        };

        using var response = await service.EmbedAsync(new { texts = new[] { "a" } }, Cancel);
        var problem = await response.JsonAsync(Cancel);

        ((int)response.StatusCode).ShouldBe(expected);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("detail").GetString()!.ShouldContain("the reason");
        if (expected == 503) response.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("{\"data\":[]}")]
    [InlineData("{\"data\":[{\"index\":7,\"embedding\":[1]}]}")]
    [InlineData("{\"data\":[{\"index\":0,\"embedding\":[]}]}")]
    [InlineData("{\"data\":[{\"index\":0,\"embedding\":[0,0]}]}")]
    [InlineData("{\"data\":[{\"index\":0,\"embedding\":[1e999]}]}")]
    [InlineData("{\"data\":[{\"index\":0,\"embedding\":\"AAA\"}]}")]
    [InlineData("{\"data\":[{\"index\":0,\"embedding\":{}}]}")]
    public async Task Embed_UpstreamAnswersGarbage_Gets502(string garbage)
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel);
        _server.Misbehave = async (context, _) => { await context.Response.WriteAsync(garbage); return true; };

        using var response = await service.EmbedAsync(new { texts = new[] { "a" } }, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await response.JsonAsync(Cancel)).GetProperty("code").GetString().ShouldBe("embedding_upstream_garbage");
    }

    [Fact]
    public async Task Embed_UpstreamChangesItsDimension_IsRefused()
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel);
        using (await service.EmbedAsync(new { texts = new[] { "a" } }, Cancel)) { }
        _server.Dimension = 16;

        using var response = await service.EmbedAsync(new { texts = new[] { "b" } }, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await response.JsonAsync(Cancel)).GetProperty("detail").GetString()!.ShouldContain("from 8 to 16");
    }

    [Fact]
    public async Task Embed_UpstreamHangs_Gets504()
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel, ("Embedding:TimeoutSeconds", "1"));
        _server.Misbehave = async (context, _) => { await Task.Delay(Timeout.Infinite, context.RequestAborted); return true; };

        using var response = await service.EmbedAsync(new { texts = new[] { "a" } }, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await response.JsonAsync(Cancel)).GetProperty("detail").GetString()!.ShouldContain("within 1 s");
    }

    [Fact]
    public async Task Embed_UpstreamDies_Gets503_CachedTextsAreServed_AndItRecovers()
    {
        await using var link = new BreakableLink(new Uri(_server.Url).Port);
        link.Mend();
        await using var service = await EmbeddingHost.StartAsync(Cancel, ("Embedding:Url", $"http://127.0.0.1:{link.Port}"), ("Embedding:Retries", "0"));
        using (await service.EmbedAsync(new { texts = new[] { "known" } }, Cancel)) { }

        await link.CutAsync();
        using var unknown = await service.EmbedAsync(new { texts = new[] { "unknown" } }, Cancel);
        using var known = await service.EmbedAsync(new { texts = new[] { "known" } }, Cancel);
        using var health = await service.Client.GetAsync("/health", Cancel);

        unknown.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await unknown.JsonAsync(Cancel)).GetProperty("detail").GetString()!.ShouldContain("cannot be reached");
        unknown.Headers.RetryAfter.ShouldNotBeNull();
        known.StatusCode.ShouldBe(HttpStatusCode.OK);
        health.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await health.JsonAsync(Cancel)).GetProperty("ok").GetBoolean().ShouldBeFalse();

        link.Mend();
        using var again = await service.EmbedAsync(new { texts = new[] { "unknown" } }, Cancel);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Embed_QueueFull_Gets429WithRetryAfter_AndTheOthersFinish()
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel, ("Embedding:QueueTexts", "1024"));
        using (await service.EmbedAsync(new { texts = new[] { "warm" } }, Cancel)) { }
        var gate = new TaskCompletionSource();
        _server.Misbehave = async (_, _) => { await gate.Task; return false; };

        var full = service.EmbedAsync(new { texts = Enumerable.Range(0, 1024).Select(i => $"first {i}") }, Cancel);
        await Eventually.TrueAsync(() => service.Services.GetRequiredService<TextQueue>().Count == 1024, "the queue is full", Cancel);
        using var refused = await service.EmbedAsync(new { texts = new[] { "one more" } }, Cancel);
        gate.SetResult();
        using var finished = await full;

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        finished.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Embed_ClientLeaves_ItsWaitingTextsAreDropped()
    {
        await using var service = await EmbeddingHost.StartUpstreamAsync(_server, Cancel, ("Embedding:Parallelism", "1"));
        using (await service.EmbedAsync(new { texts = new[] { "warm" } }, Cancel)) { }
        var gate = new TaskCompletionSource();
        _server.Misbehave = async (_, _) => { await gate.Task; return false; };
        var queue = service.Services.GetRequiredService<TextQueue>();
        var first = service.EmbedAsync(new { texts = new[] { "holds the worker" } }, Cancel);
        await Eventually.TrueAsync(() => _server.Batches.Any(batch => batch[0].EndsWith("holds the worker", StringComparison.Ordinal)), "the worker is busy", Cancel);

        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var second = service.EmbedAsync(new { texts = Enumerable.Range(0, 50).Select(i => $"dropped {i}") }, leaving.Token);
        await Eventually.TrueAsync(() => queue.Count == 51, "the second request waits", Cancel);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        await Eventually.TrueAsync(() => queue.Count == 1, "its texts left the queue", Cancel);
        gate.SetResult();
        using (await first) { }

        Computed().ShouldNotContain(text => text.Contains("dropped", StringComparison.Ordinal));
    }

    private string[] Computed() => [.. _server.Batches.SelectMany(batch => batch)];
}
