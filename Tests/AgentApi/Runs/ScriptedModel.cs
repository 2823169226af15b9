using System.Text.Json;
using LocalAi.Tests.AgentApi.Support;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.AgentApi.Runs;

/// <summary>A gateway whose model says what the test wrote, one line a call: plain text, or <c>tool {arguments}</c> lines to call tools.</summary>
internal sealed class ScriptedModel : IAsyncDisposable
{
    private readonly Queue<string> _lines;
    private LocalServiceDouble _server = null!;

    private ScriptedModel(IEnumerable<string> lines) => _lines = new Queue<string>(lines);

    public string Url => _server.Url;

    public IReadOnlyList<JsonElement> Requests
    {
        get
        {
            lock (_server.Requests)
            {
                return [.. _server.Requests.Where(r => IsChat(r.Path)).Select(r => r.Body)];
            }
        }
    }

    public static async Task<ScriptedModel> StartAsync(params string[] lines)
    {
        var model = new ScriptedModel(lines);
        model._server = await LocalServiceDouble.StartAsync(model.AnswerAsync);
        return model;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(string path, JsonElement body, HttpContext context)
    {
        if (!IsChat(path))
        {
            // A service that runs as a process asks for keys too.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        string line;
        lock (_lines)
        {
            line = _lines.Count > 0 ? _lines.Dequeue() : "nothing more";
        }

        if (line == "hang")
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }

        if (line == "503")
        {
            context.Response.StatusCode = 503;
            await context.Response.WriteAsJsonAsync(new { error = new { message = "No model is loaded; put a GGUF into the models folder.", code = "no_model" } });
            return;
        }

        if (!body.TryGetProperty("stream", out var stream) || !stream.GetBoolean())
        {
            await context.Response.WriteAsJsonAsync(new { choices = new[] { new { index = 0, message = new { role = "assistant", content = line } } } });
            return;
        }

        context.Response.ContentType = "text/event-stream";
        foreach (var chunk in Chunks(line))
        {
            await context.Response.WriteAsync("data: " + JsonSerializer.Serialize(chunk) + "\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        await context.Response.WriteAsync("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}\n\ndata: [DONE]\n\n", context.RequestAborted);
    }

    private static bool IsChat(string path) => path.EndsWith("/chat/completions", StringComparison.Ordinal);

    private static IEnumerable<object> Chunks(string line)
    {
        if (!line.StartsWith("call ", StringComparison.Ordinal))
        {
            // Small pieces, as a model gives them.
            return line.Chunk(7).Select(piece => Delta(new { content = new string(piece) }));
        }

        return line.Split('\n').SelectMany((call, index) =>
        {
            var parts = call["call ".Length..].Split(' ', 2);
            var half = parts[1].Length / 2;
            return new[]
            {
                Delta(new { tool_calls = new[] { new { index, id = "c" + Guid.NewGuid().ToString("N"), type = "function", function = new { name = parts[0], arguments = parts[1][..half] } } } }),
                Delta(new { tool_calls = new[] { new { index, function = new { arguments = parts[1][half..] } } } }),
            };
        });
    }

    private static object Delta(object delta) => new { choices = new[] { new { index = 0, delta } } };
}
