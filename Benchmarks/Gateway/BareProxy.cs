using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalAi.Benchmarks.Gateway;

/// <summary>
/// The least a proxy in C# can do on the same server and client: read the body, send it on, copy what comes back, flush after every read. No key,
/// no limit, no retry, nothing noted. What it costs on a machine is the floor of what the gateway can cost there.
/// </summary>
internal static class BareProxy
{
    /// <summary>Serves until it is killed.</summary>
    /// <param name="port">Of the loopback.</param>
    /// <param name="upstream">Address without a path.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(int port, string upstream, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
        app.Run(context => ForwardAsync(context, client, new Uri(upstream + context.Request.Path.Value)));
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static async Task ForwardAsync(HttpContext context, HttpMessageInvoker client, Uri address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), address);
        if (context.Request.ContentLength is > 0 and var length)
        {
            var body = new byte[(int)length];
            await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
            request.Content = new ByteArrayContent(body) { Headers = { { "Content-Type", "application/json" } } };
        }

        using var response = await client.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        context.Response.ContentLength = response.Content.Headers.ContentLength;
        await using var stream = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        while (true)
        {
            var memory = context.Response.BodyWriter.GetMemory(8192);
            var read = await stream.ReadAsync(memory, context.RequestAborted);
            if (read == 0)
            {
                return;
            }

            context.Response.BodyWriter.Advance(read);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }
}
