using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LocalAi.Gateway;
using LocalAi.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LocalAi.Benchmarks.Gateway;

/// <summary>
/// Bytes the gateway allocates for one request, Kestrel and the client of the upstream included. The gateway runs in this process, the mock in another; the
/// client is a bare socket that allocates nothing.
/// </summary>
internal static class AllocationProbe
{
    private const int WarmUp = 3000;
    private const int Requests = 5000;

    public static async Task<(double Json, double Stream)> RunAsync(LoadServers servers, string json, string stream, CancellationToken cancellationToken)
    {
        var port = LoadServers.FreePort();
        var settings = await servers.SettingsAsync(port, cancellationToken);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value)));
        builder.AddServiceDefaults();
        builder.AddDoor();
        builder.AddGateway();
        await using var app = builder.Build();
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        app.UseOpenAiDoor();
        app.MapServiceDefaults();
        app.MapGatewayApi();
        await app.StartAsync(cancellationToken);
        var result = (Measure(port, servers.Key, json, "}"u8), Measure(port, servers.Key, stream, "0\r\n\r\n"u8));
        await app.StopAsync(cancellationToken);
        return result;
    }

    private static double Measure(int port, string key, string body, ReadOnlySpan<byte> end)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        var request = Encoding.UTF8.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        var answer = new byte[64 << 10];
        Send(WarmUp, socket, request, answer, end);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Send(Requests, socket, request, answer, end);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Requests;
    }

    private static void Send(int count, Socket socket, byte[] request, byte[] answer, ReadOnlySpan<byte> end)
    {
        for (var i = 0; i < count; i++)
        {
            socket.Send(request);
            var filled = 0;
            do
            {
                var read = socket.Receive(answer.AsSpan(filled));
                filled += read > 0 ? read : throw new IOException("the gateway closed the connection");
            }
            while (!answer.AsSpan(0, filled).EndsWith(end));
        }
    }
}
