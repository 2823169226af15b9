using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.Rag.Support;

/// <summary>Stands in for a server with /v1/rerank: scores a text by how often <see cref="Favourite"/> stands in it, and injects faults.</summary>
internal sealed class FakeReranker : Double
{
    /// <summary>The word that makes a text relevant.</summary>
    public string Favourite { get; set; } = "";

    /// <summary>Added to each score: below zero, the scores are logits.</summary>
    public double Offset { get; set; }

    /// <summary>Answered instead of the scores.</summary>
    public string? Instead { get; set; }

    public int? Status { get; set; }

    /// <summary>Takes the request and never answers.</summary>
    public bool Hangs { get; set; }

    public int Calls { get; private set; }

    public JsonNode? LastRequest { get; private set; }

    public string? LastKey { get; private set; }

    protected override void Map(WebApplication app) => app.MapPost("/v1/rerank", (Delegate)AnswerAsync);

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        Calls++;
        LastKey = context.Request.Headers.Authorization;
        LastRequest = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        if (Hangs) await Task.Delay(Timeout.Infinite, context.RequestAborted);
        if (Status is { } status) return Results.StatusCode(status);
        if (Instead is { } instead) return Results.Text(instead, "application/json");
        var texts = LastRequest!["documents"]!.AsArray().Select(d => d!.GetValue<string>()).ToList();
        // The best first, as the real ones do: the order of the results says nothing about the order of the texts.
        return Results.Json(new
        {
            model = "test-rerank",
            results = texts.Select((text, index) => new { index, relevance_score = Offset + (0.1 * (text.Split(Favourite).Length - 1)) }).OrderByDescending(r => r.relevance_score),
        });
    }
}
