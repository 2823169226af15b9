using System.Net;
using LocalAi.ServiceDefaults.Redis;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Tests.Embedding;

public sealed class RedisCacheTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Embed_SecondProcess_FindsTheVectorsInRedis()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var server = await FakeEmbeddingServer.StartAsync(Cancel);
        var texts = Enumerable.Range(0, 20).Select(i => $"문장 {i}").ToArray();
        await using (var first = await StartAsync(server, redis.Port))
        {
            using var response = await first.EmbedAsync(new { texts }, Cancel);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var before = server.Batches.SelectMany(batch => batch).Count(text => text.StartsWith("passage", StringComparison.Ordinal));
        await using var second = await StartAsync(server, redis.Port);
        using var again = await second.EmbedAsync(new { texts }, Cancel);

        var answer = await again.JsonAsync(Cancel);
        answer.Vector(7)[0].ShouldBe(FakeEmbeddingServer.VectorOf("passage: " + texts[7], 8)[0], 1e-5);
        server.Batches.SelectMany(batch => batch).Count(text => text.StartsWith("passage", StringComparison.Ordinal)).ShouldBe(before);
    }

    [Fact]
    public async Task Embed_RedisIsCutMidway_KeepsServing_AndUsesItAgainWhenItIsBack()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var link = new BreakableLink(redis.Port);
        link.Mend();
        await using var server = await FakeEmbeddingServer.StartAsync(Cancel);
        await using var service = await StartAsync(server, link.Port);
        using (await service.EmbedAsync(new { texts = new[] { "before" } }, Cancel)) { }

        await link.CutAsync();
        for (var i = 0; i < 5; i++)
        {
            using var during = await service.EmbedAsync(new { texts = new[] { "before", $"during {i}" } }, Cancel);
            during.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        link.Mend();

        var connection = service.Services.GetRequiredService<RedisConnection>();
        await Eventually.TrueAsync(() => connection.Current is not null, "Redis is connected again", Cancel);
        using var after = await service.EmbedAsync(new { texts = new[] { "after" } }, Cancel);
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<TestService> StartAsync(FakeEmbeddingServer server, int redisPort)
    {
        var service = await EmbeddingHost.StartUpstreamAsync(server, Cancel, ("ConnectionStrings:redis", $"127.0.0.1:{redisPort}"));
        var connection = service.Services.GetRequiredService<RedisConnection>();
        await Eventually.TrueAsync(() => connection.Current is not null, "Redis is connected", Cancel);
        return service;
    }
}
