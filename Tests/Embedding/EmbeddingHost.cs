using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.Embedding;
using LocalAi.Embedding.Api;
using LocalAi.ServiceDefaults.Redis;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Embedding;

/// <summary>The embedding service in this process, over real HTTP.</summary>
internal static class EmbeddingHost
{
    public static Task<TestService> StartAsync(CancellationToken cancellationToken, params (string Key, string Value)[] settings) =>
        TestService.StartAsync(
            builder =>
            {
                builder.AddOptionalRedis("redis");
                builder.AddEmbedding();
            },
            app => app.MapEmbedding(),
            cancellationToken,
            settings);

    public static Task<TestService> StartUpstreamAsync(FakeEmbeddingServer server, CancellationToken cancellationToken, params (string Key, string Value)[] settings) =>
        StartAsync(cancellationToken, [("Embedding:Url", server.Url), .. settings]);

    public static Task<HttpResponseMessage> EmbedAsync(this TestService service, object body, CancellationToken cancellationToken) =>
        service.Client.PostAsJsonAsync("/embed", body, cancellationToken);

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, CancellationToken cancellationToken) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken));

    public static float[] Vector(this JsonElement answer, int item) =>
        [.. answer.GetProperty("items")[item].GetProperty("vector").EnumerateArray().Select(x => x.GetSingle())];
}
