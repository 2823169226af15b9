using System.Text;
using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Upstreams.Http;
using LocalAi.Tests.Gateway.Support;

namespace LocalAi.Tests.Gateway;

/// <summary>The client of upstreams behind TLS; here without it, for the sake of what is sent and read.</summary>
public sealed class FrameworkClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n\r\n")]
    public async Task Requests_AreSentAndAnswersReadAsByTheOtherClient(string answer)
    {
        await using var server = WireServer.Start(answer);
        using var client = new FrameworkClient(new UpstreamOptions { Key = "secret-1" }, poolSize: 1);
        var body = """{"model":"chat-7b","n":1}"""u8.ToArray();
        var spliced = new SplicedBody(body, 9..18, "\"llama\""u8.ToArray(), default);

        for (var i = 0; i < 2; i++)
        {
            using var response = await client.SendAsync(new UpstreamRequest(HttpMethod.Post, new Uri(server.Url, "v1/chat/completions"), spliced, "request-1"), Cancel);
            Assert.Equal(200, response.Status);
            Assert.Equal("""{"a":1}""", await response.TextAsync());
        }

        var sent = Encoding.Latin1.GetString(server.Received[1]);
        Assert.Equal(1, server.Connections);
        Assert.Contains("Authorization: Bearer secret-1\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("x-request-id: request-1\r\n", sent, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("""{"model":"llama","n":1}""", sent, StringComparison.Ordinal);
    }
}
