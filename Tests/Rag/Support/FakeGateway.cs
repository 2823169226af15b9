using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.Rag.Support;

/// <summary>Stands in for the gateway, to inject its faults: what it answers piece by piece, when it stops, when it refuses.</summary>
internal sealed class FakeGateway : Double
{
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Pieces { get; set; } = [];

    public TimeSpan BeforeEach { get; set; }

    /// <summary>What its tokenizer counts of a prompt.</summary>
    public Func<string, int> Tokenizer { get; set; } = _ => 100;

    /// <summary>Refuses with this status before the first byte.</summary>
    public int? Status { get; set; }

    /// <summary>Cuts the connection after this many pieces.</summary>
    public int? CutsAfter { get; set; }

    public JsonNode? LastRequest { get; private set; }

    /// <summary>Ends when a caller went away in the middle of a stream.</summary>
    public Task Aborted => _aborted.Task;

    public string Prompt => string.Join('\n', LastRequest!["messages"]!.AsArray().Select(m => m!["content"]!.GetValue<string>()));

    protected override void Map(WebApplication app) => app.MapPost("/v1/chat/completions", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        LastRequest = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        if (Status is { } status)
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("""{"error":{"message":"No model is loaded.","code":"model_unavailable"}}""", context.RequestAborted);
            return;
        }

        if (LastRequest!["stream"]?.GetValue<bool>() is not true)
        {
            await context.Response.WriteAsJsonAsync(new { model = "chat-7b", choices = new[] { new { index = 0, message = new { role = "assistant", content = string.Concat(Pieces) } } } }, context.RequestAborted);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        try
        {
            for (var i = 0; i < Pieces.Count; i++)
            {
                await Task.Delay(BeforeEach, context.RequestAborted);
                if (i == CutsAfter)
                {
                    context.Abort();
                    return;
                }

                await SendAsync(new { model = "chat-7b", choices = new[] { new { index = 0, delta = new { content = Pieces[i] } } } });
            }

            await SendAsync(new { model = "chat-7b", choices = Array.Empty<object>(), usage = new { prompt_tokens = Tokenizer(Prompt), completion_tokens = Pieces.Count, total_tokens = Tokenizer(Prompt) + Pieces.Count } });
            await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            _aborted.TrySetResult();
        }

        async Task SendAsync(object chunk)
        {
            await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
