using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.Tests.Embedding;

/// <summary>A real HTTP server that speaks OpenAI's embedding API and can be told to misbehave.</summary>
internal sealed class FakeEmbeddingServer : IAsyncDisposable
{
    public const string Model = "multilingual-e5-small";
    private readonly WebApplication _app;

    private FakeEmbeddingServer(WebApplication app) => _app = app;

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Inputs of every batch that came in.</summary>
    public ConcurrentQueue<string[]> Batches { get; } = new();

    public int Dimension { get; set; } = 8;

    /// <summary>Answers instead of the server when it returns true.</summary>
    public Func<HttpContext, string[], Task<bool>>? Misbehave { get; set; }

    public static async Task<FakeEmbeddingServer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var app = builder.Build();
        var server = new FakeEmbeddingServer(app);
        app.MapGet("/v1/models", () => Results.Json(new { data = new[] { new { id = Model } } }));
        app.MapPost("/v1/embeddings", server.AnswerAsync);
        await app.StartAsync(cancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>A vector that depends on the text only, so that order can be checked.</summary>
    public static float[] VectorOf(string input, int dimension)
    {
        var vector = new float[dimension];
        for (var i = 0; i < input.Length; i++) vector[i % dimension] += input[i] % 31 + 1;
        var length = MathF.Sqrt(vector.Sum(x => x * x));
        return Array.ConvertAll(vector, x => x / length);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var input = body.RootElement.GetProperty("input").EnumerateArray().Select(text => text.GetString()!).ToArray();
        Batches.Enqueue(input);
        if (Misbehave is not null && await Misbehave(context, input)) return;
        var data = new JsonArray();
        // Back to front: the index counts, not the place.
        for (var i = input.Length - 1; i >= 0; i--)
            data.Add(new JsonObject { ["index"] = i, ["embedding"] = new JsonArray([.. VectorOf(input[i], Dimension).Select(x => JsonValue.Create(x))]) });
        await context.Response.WriteAsync(new JsonObject { ["data"] = data, ["usage"] = new JsonObject { ["prompt_tokens"] = 3 * input.Length } }.ToJsonString());
    }
}
