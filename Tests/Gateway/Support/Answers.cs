using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.Gateway.Support;

/// <summary>What a scripted upstream can do.</summary>
internal static class Answers
{
    public const string Json =
        """{"id":"c1","object":"chat.completion","created":1,"model":"tiny","choices":[{"index":0,"message":{"role":"assistant","content":"Hello there"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}""";

    /// <summary>A chat answer, streamed when the request asks for it.</summary>
    public static Task Default(HttpContext context) =>
        JsonDocument.Parse((string)context.Items["body"]!).RootElement.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True
            ? Stream(3)(context)
            : Body(200, Json)(context);

    /// <summary>Answers the questions of llama-server: ready, one model, two slots.</summary>
    public static Task LlamaServer(HttpContext context) => context.Request.Path.Value switch
    {
        "/health" => Body(200, """{"status":"ok"}""")(context),
        "/v1/models" => Body(200, """{"object":"list","data":[{"id":"tiny","object":"model"}]}""")(context),
        _ => Body(404, """{"error":{"message":"no such thing","code":404}}""")(context),
    };

    public static Func<HttpContext, Task> Body(int status, string body, string type = "application/json", string? retryAfter = null) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    };

    /// <summary>A whole stream: <paramref name="tokens"/> chunks, finish reason, usage, [DONE].</summary>
    public static Func<HttpContext, Task> Stream(int tokens, TimeSpan pause = default) => async context =>
    {
        await BeginAsync(context);
        await TokensAsync(context, tokens, pause);
        await WriteAsync(context, End(tokens));
    };

    /// <summary>Some chunks, then nothing more while the connection stays.</summary>
    public static Func<HttpContext, Task> HangAfter(int tokens) => async context =>
    {
        await BeginAsync(context);
        await TokensAsync(context, tokens, default);
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    };

    /// <summary>Some chunks, a part of another, then a reset.</summary>
    public static Func<HttpContext, Task> ResetAfter(int tokens) => async context =>
    {
        await BeginAsync(context);
        await TokensAsync(context, tokens, default);
        await WriteAsync(context, """data: {"choices":[{"index":0,"del""");
        await Task.Delay(50);
        context.Abort();
    };

    /// <summary>Some chunks, then an orderly end without finish reason and [DONE].</summary>
    public static Func<HttpContext, Task> EndAfter(int tokens) => async context =>
    {
        await BeginAsync(context);
        await TokensAsync(context, tokens, default);
    };

    /// <summary>A call of the tool <c>weather</c>, its arguments in two parts.</summary>
    public static async Task ToolCallStream(HttpContext context)
    {
        await BeginAsync(context);
        foreach (var delta in new[]
        {
            """{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":""}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":"\"Seoul\"}"}}]}""",
        })
        {
            await WriteAsync(context, $$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""" + "\n\n");
        }

        await WriteAsync(context, """data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""" + "\n\ndata: [DONE]\n\n");
    }

    /// <summary>The vector (0.5, -1) as the official clients ask for it: little-endian floats in base64.</summary>
    public static Task Base64Embedding(HttpContext context) =>
        Body(200, """{"object":"list","model":"lexical","data":[{"object":"embedding","index":0,"embedding":"AAAAPwAAgL8="}],"usage":{"prompt_tokens":1,"total_tokens":1}}""")(context);

    public static Task Hang(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    public static Task Reset(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public static string Chunk(string content) =>
        $$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{"content":{{JsonSerializer.Serialize(content)}}},"finish_reason":null}]}""" + "\n\n";

    public static string End(int tokens) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":{{{tokens}}},"total_tokens":{{{tokens + 7}}}}}

        data: [DONE]


        """).ReplaceLineEndings("\n");

    public static async Task BeginAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static async Task TokensAsync(HttpContext context, int tokens, TimeSpan pause)
    {
        for (var i = 0; i < tokens; i++)
        {
            await WriteAsync(context, Chunk($"w{i} "));
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, context.RequestAborted);
            }
        }
    }
}
