using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalAi.Benchmarks.Gateway;

/// <summary>The scripted upstream of the load runs: answers at once, or streams 20 chunks, paced or not; every chunk carries the time it was sent.</summary>
internal static class GatewayMock
{
    public const int Chunks = 20;

    private static readonly byte[] Json = Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"tiny","choices":[{"index":0,"message":{"role":"assistant","content":"The quick brown fox jumps over the lazy dog and runs on through the long summer evening until it is dark."},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":42,"completion_tokens":24,"total_tokens":66},"system_fingerprint":"fp_1","service_tier":"default"}""");

    private static readonly byte[] End = Encoding.UTF8.GetBytes(
        """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n");

    /// <summary>Serves until it is killed.</summary>
    public static async Task RunAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        app.Run(context => context.Request.Path.Value switch
        {
            "/v1/chat/completions" => AnswerAsync(context),
            "/silent/v1/chat/completions" => Task.Delay(Timeout.Infinite, context.RequestAborted),
            "/health" => context.Response.WriteAsync("{\"status\":\"ok\"}", context.RequestAborted),
            "/v1/models" => context.Response.WriteAsync("{\"data\":[{\"id\":\"tiny\"}]}", context.RequestAborted),
            _ => Task.Delay(Timeout.Infinite, context.RequestAborted),
        });
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        byte[] body = new byte[context.Request.ContentLength ?? 0];
        await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        if (body.AsSpan().IndexOf("\"stream\":true"u8) < 0)
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Json.Length;
            await context.Response.BodyWriter.WriteAsync(Json, context.RequestAborted);
            return;
        }

        var pace = body.AsSpan().IndexOf("\"pace\":10"u8) >= 0 ? TimeSpan.FromMilliseconds(10) : TimeSpan.Zero;
        context.Response.ContentType = "text/event-stream";
        for (var i = 0; i < Chunks; i++)
        {
            if (pace > TimeSpan.Zero)
            {
                await Task.Delay(pace, context.RequestAborted);
            }

            // Stopwatch is CLOCK_MONOTONIC: the client on this machine reads the same clock.
            var chunk = string.Create(
                CultureInfo.InvariantCulture,
                $"data: {{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"tiny\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"word {i} \"}},\"finish_reason\":null}}],\"t\":{Stopwatch.GetTimestamp():D18}}}\n\n");
            await context.Response.BodyWriter.WriteAsync(Encoding.ASCII.GetBytes(chunk), context.RequestAborted);
        }

        await context.Response.BodyWriter.WriteAsync(End, context.RequestAborted);
    }
}
