using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LocalAi.Embedding;
using LocalAi.Embedding.Api;
using LocalAi.ServiceDefaults;
using LocalAi.ServiceDefaults.Redis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.Benchmarks.Retrieval;

/// <summary>Texts a second through the embedding service's HTTP: computed by the lexical engine, then from the cache.</summary>
internal sealed class EmbeddingHarness : IHarness
{
    private const int BatchTexts = 256;
    private const double Goal = 20_000;

    public string Name => "embedding";

    public string Summary => "embedding service over HTTP, batches of 256 chunks: computed and cached texts/s [--seconds N] [--clients N]";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var seconds = Option(args, "--seconds", 5);
        var clients = Option(args, "--clients", 2);
        await using var app = await StartAsync(cancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        var source = new SyntheticChunks(7).Prepare();
        var bodies = Enumerable.Range(0, 32).Select(batch => JsonSerializer.SerializeToUtf8Bytes(
            new { texts = Enumerable.Range(0, BatchTexts).Select(i => source.Next(batch * BatchTexts + i).Text).ToArray() })).ToArray();

        var watch = Stopwatch.StartNew();
        foreach (var body in bodies) await PostAsync(http, body, cancellationToken);
        Report("computed (lexical engine)", bodies.Length * BatchTexts, watch.Elapsed);

        var sent = 0L;
        var latencies = new Percentiles();
        watch.Restart();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            for (var i = client; watch.Elapsed.TotalSeconds < seconds; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await PostAsync(http, bodies[i % bodies.Length], cancellationToken);
                Interlocked.Add(ref sent, BatchTexts);
                lock (latencies) latencies.Add(Stopwatch.GetElapsedTime(start));
            }
        }));
        var rate = Report("from the cache", sent, watch.Elapsed);
        Console.WriteLine($"a batch of {BatchTexts}: {latencies}");
        Console.WriteLine($"goal >= {Goal} texts/s from the cache: {(rate >= Goal ? "met" : "missed")}");
        await app.StopAsync(cancellationToken);
        return rate >= Goal ? 0 : 1;
    }

    private static async Task<WebApplication> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.AddServiceDefaults();
        builder.AddOptionalRedis("redis");
        builder.AddEmbedding();
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapEmbedding();
        await app.StartAsync(cancellationToken);
        return app;
    }

    private static async Task PostAsync(HttpClient http, byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", Encoding.UTF8.WebName);
        using var response = await http.PostAsync("/embed", content, cancellationToken);
        response.EnsureSuccessStatusCode();
        _ = await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    private static double Report(string what, long texts, TimeSpan elapsed)
    {
        var rate = texts / elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {texts} texts in {elapsed.TotalSeconds:F2} s, {rate:F0} texts/s"));
        return rate;
    }

    private static int Option(string[] args, string name, int fallback)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? int.Parse(args[index + 1], CultureInfo.InvariantCulture) : fallback;
    }
}
