using System.Collections.Concurrent;
using System.Numerics.Tensors;
using LocalAi.Contracts.Embedding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.Rag.Support;

/// <summary>Stands in for the embedding service with an upstream model, to inject its faults. Texts that share words get near vectors.</summary>
internal sealed class FakeEmbedding : Double
{
    private int _texts;

    public string Engine { get; set; } = "upstream";

    public string Model { get; set; } = "test-embed";

    public int Dim { get; set; } = 64;

    /// <summary>Gives vectors of another length than it says.</summary>
    public bool LiesAboutDimension { get; set; }

    /// <summary>Every call to /embed fails with this status.</summary>
    public int? Status { get; set; }

    /// <summary>Calls after which it answers 500.</summary>
    public int FailsAfter { get; set; } = int.MaxValue;

    public ConcurrentBag<string> Passages { get; } = [];

    public static float[] Vector(string text, int dim)
    {
        var vector = new float[dim];
        foreach (var word in text.ToLowerInvariant().Split([' ', '\n', '.', ',', '?', '#'], StringSplitOptions.RemoveEmptyEntries))
        {
            var hash = word.Aggregate(17u, (h, c) => (h * 31) + c);
            vector[hash % (uint)dim] += 1;
        }

        vector[0] += 0.01f;
        var norm = TensorPrimitives.Norm<float>(vector);
        TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }

    protected override void Map(WebApplication app)
    {
        app.MapGet("/health", () => Results.Json(new { ok = true, engine = Engine, model = Model, dim = Dim }));
        app.MapPost("/embed", (EmbedRequest request) =>
        {
            if (Status is { } status || Interlocked.Add(ref _texts, request.Texts.Count) > FailsAfter)
            {
                return Results.Json(new { detail = "The double was told to fail." }, statusCode: Status ?? 500);
            }

            if (request.Kind == EmbedKind.Passage)
            {
                foreach (var text in request.Texts)
                {
                    Passages.Add(text);
                }
            }

            return Results.Json(new
            {
                engine = Engine,
                model = Model,
                dim = Dim,
                items = request.Texts.Select(t => new { vector = Vector(t, LiesAboutDimension ? Dim / 2 : Dim), tokens = t.Length / 4, truncated = false }),
            });
        });
    }
}
