using LocalAi.Embedding.Batching;
using LocalAi.Embedding.Caching;
using LocalAi.Embedding.Engines;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Embedding;

internal static class EmbeddingServices
{
    /// <summary>Options, cache, the configured engine, the batcher and the front door to them.</summary>
    public static WebApplicationBuilder AddEmbedding(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = EmbeddingLimits.MaxRequestBytes);
        builder.Services.AddValidatedOptions<EmbeddingOptions, EmbeddingOptionsValidator>(EmbeddingOptions.Section);
        builder.Services.AddSingleton(provider => provider.GetRequiredService<IOptions<EmbeddingOptions>>().Value);
        builder.Services.AddSingleton<MemoryVectorCache>();
        builder.Services.AddSingleton<RedisVectorCache>();
        builder.Services.AddSingleton<VectorCache>();
        builder.Services.AddSingleton<EmbeddingMeters>();
        builder.Services.AddUpstream();
        builder.Services.AddSingleton<IEmbeddingEngine>(provider =>
            provider.GetRequiredService<EmbeddingOptions>().UsesUpstream
                ? ActivatorUtilities.CreateInstance<UpstreamEngine>(provider)
                : new LexicalEngine());
        builder.Services.AddSingleton<TextQueue>();
        builder.Services.AddHostedService<BatchWorker>();
        builder.Services.AddSingleton<Embedder>();
        builder.Services.AddSingleton<EngineHealth>();
        return builder;
    }

    private static void AddUpstream(this IServiceCollection services) =>
        services.AddHttpClient(UpstreamEngine.HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(3),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                MaxConnectionsPerServer = provider.GetRequiredService<EmbeddingOptions>().Parallelism + 1,
                UseCookies = false,
                UseProxy = false,
            });
}
