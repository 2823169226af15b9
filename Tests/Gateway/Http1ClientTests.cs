using System.Net;
using System.Net.Sockets;
using System.Text;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Upstreams.Http;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Retrieval;

namespace LocalAi.Tests.Gateway;

/// <summary>The gateway's own HTTP/1.1 client against servers that frame their answers in every way, right and wrong.</summary>
public sealed class Http1ClientTests
{
    private const string Whole = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\n{\"a\"\r\n0003\r\n:1}\r\n0\r\nX-Trailer: t\r\n\r\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Whole)]
    [InlineData(Chunked)]
    [InlineData("HTTP/1.1 200 OK\nContent-Length:7\n\n{\"a\":1}")]
    [InlineData("HTTP/1.1 200\r\nCONTENT-LENGTH: \t7 \r\n\r\n{\"a\":1}")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + Whole)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nContent-Length: 7\r\n\r\n{\"a\":1}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: Chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n\r\n")]
    public async Task Answer_CutAtEveryPlace_IsReadTheSame(string answer)
    {
        var cut = 0;
        await using var server = WireServer.Start(number => new WireServer.Answer([answer[..Cut(number)], answer[Cut(number)..]]));
        using var client = Client(server);

        for (; cut <= answer.Length; cut++)
        {
            Assert.Equal("""{"a":1}""", await AskAsync(client));
        }

        int Cut(int number) => Math.Min(number - 1, answer.Length);
    }

    [Fact]
    public async Task Answers_OneAfterTheOther_UseOneConnection()
    {
        await using var server = WireServer.Start(number => new WireServer.Answer([number % 2 == 0 ? Whole : Chunked]));
        using var client = Client(server);

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("""{"a":1}""", await AskAsync(client));
        }

        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 7\r\n\r\n{\"a\":1}")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n\r\n")]
    public async Task Connection_ThatMayNotBeUsedAgain_IsNot(string answer)
    {
        await using var server = WireServer.Start(answer);
        using var client = Client(server);

        Assert.Equal("""{"a":1}""", await AskAsync(client));
        Assert.Equal("""{"a":1}""", await AskAsync(client));

        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task Body_WithoutLength_EndsWithTheConnection()
    {
        await using var server = WireServer.Start(_ => new WireServer.Answer(["HTTP/1.1 200 OK\r\n\r\n{\"a\"", ":1}"], ThenCloses: true));
        using var client = Client(server);

        Assert.Equal("""{"a":1}""", await AskAsync(client));
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    public async Task Body_ThatIsEmpty_EndsAtOnce(string answer)
    {
        await using var server = WireServer.Start(answer);
        using var client = Client(server);

        Assert.Equal("", await AskAsync(client));
        Assert.Equal("", await AskAsync(client));

        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 -12 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7, 7\r\n\r\n{\"a\":1}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0x7\r\n\r\n{\"a\":1}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nContent-Length: 8\r\n\r\n{\"a\":1}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: nameless\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\r\n folded\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    public async Task Head_ThatIsNotHttp_IsSaidToBeNone(string answer)
    {
        await using var server = WireServer.Start(answer);
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(client));

        Assert.Equal(HttpRequestError.InvalidResponse, error.HttpRequestError);
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("Text/Event-Stream ; charset=utf-8", "Text/Event-Stream")]
    [InlineData("text/\u00fcml", null)]
    [InlineData("text/\u0001ml", null)]
    public async Task ContentType_ThatMayNotBePassedOn_IsNone(string sent, string? expected)
    {
        await using var server = WireServer.Start($"HTTP/1.1 200 OK\r\nContent-Type: {sent}\r\nContent-Length: 0\r\n\r\n");
        using var client = Client(server);

        using var response = await client.SendAsync(Request("{}"), Cancel);

        Assert.Equal(expected, response.MediaType);
    }

    [Fact]
    public async Task Head_WithoutEnd_IsGivenUp()
    {
        await using var server = WireServer.Start("HTTP/1.1 200 OK\r\nX: " + new string('x', 300_000));
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<HttpIOException>(() => AskAsync(client));

        Assert.Equal(HttpRequestError.InvalidResponse, error.HttpRequestError);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"a\":1}", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"a\":1}", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{\"a\":1}\r\n0\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-7\r\n{\"a\":1}\r\n0\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{", false)]
    [InlineData("HTTP/1.1 200", true)]
    [InlineData("", true)]
    public async Task Answer_CutShortOrWronglyFramed_IsAnErrorAndNoAnswer(string answer, bool thenCloses)
    {
        await using var server = WireServer.Start(_ => new WireServer.Answer([answer], thenCloses));
        using var client = Client(server);

        await Assert.ThrowsAnyAsync<IOException>(() => AskAsync(client));
    }

    [Fact]
    public async Task ChunkSize_WithoutEnd_IsGivenUp()
    {
        await using var server = WireServer.Start("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7;" + new string('x', 300_000));
        using var client = Client(server);

        await Assert.ThrowsAnyAsync<IOException>(() => AskAsync(client));
    }

    [Fact]
    public async Task Connection_ClosedWhileIdle_IsReplacedWithoutAnError()
    {
        await using var server = WireServer.Start(_ => new WireServer.Answer([Whole], ThenCloses: true));
        using var client = Client(server);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("""{"a":1}""", await AskAsync(client));

            // Longer than a connection is trusted without a look.
            await Task.Delay(100, Cancel);
        }

        Assert.Equal(3, server.Connections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"a\"")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n")]
    public async Task Cancellation_WhileWaiting_ClosesTheConnection(string answer)
    {
        await using var server = WireServer.Start(answer);
        using var client = Client(server);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var asking = AskAsync(client, cancel.Token);
        while (server.Received.Count == 0)
        {
            await Task.Delay(5, Cancel);
        }

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await server.ClosedByClient.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    [Fact]
    public async Task Answer_LeftBeforeItsEnd_ClosesTheConnection()
    {
        await using var server = WireServer.Start("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n");
        using var client = Client(server);

        using (var response = await client.SendAsync(Request("{}"), Cancel))
        {
            Assert.Equal(4, await response.ReadAsync(new byte[100]));
        }

        await server.ClosedByClient.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    [Fact]
    public async Task Requests_BeyondThePool_WaitForAConnection()
    {
        await using var server = WireServer.Start(Whole);
        using var client = Client(server, poolSize: 2);
        using var first = await client.SendAsync(Request("{}"), Cancel);
        using var second = await client.SendAsync(Request("{}"), Cancel);

        var third = AskAsync(client);
        await Task.Delay(50, Cancel);
        Assert.False(third.IsCompleted);
        Assert.Equal(7, await first.ReadAsync(new byte[100]));
        first.Dispose();

        Assert.Equal("""{"a":1}""", await third);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task Pool_AfterManyFailures_IsWhole()
    {
        await using var server = WireServer.Start(number => number <= 20 ? new WireServer.Answer(["nonsense\r\n\r\n"]) : new WireServer.Answer([Whole]));
        using var client = Client(server, poolSize: 2);

        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(client));
        }

        Assert.Equal("""{"a":1}""", await AskAsync(client));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7_900)]
    [InlineData(8_192)]
    [InlineData(8_400)]
    [InlineData(3_000_000)]
    public async Task Body_OfAnyLength_ArrivesAsItIs(int length)
    {
        await using var server = WireServer.Start(Whole);
        using var client = Client(server, key: "secret-1");
        var filler = new string('f', length);
        var body = Encoding.Latin1.GetBytes($$"""{"messages":"{{filler}}","model":"chat-7b","more":"{{filler}}"}""");
        var start = body.AsSpan().IndexOf("\"chat-7b\""u8);
        var spliced = new SplicedBody(body, start..(start + 9), "\"llama\""u8.ToArray(), "\"ttl\":900,"u8.ToArray());

        using var response = await client.SendAsync(new UpstreamRequest(HttpMethod.Post, new Uri(server.Url, "v1/chat/completions"), spliced, "request-1"), Cancel);

        var expected = $$"""{"ttl":900,"messages":"{{filler}}","model":"llama","more":"{{filler}}"}""";
        Assert.Equal(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: {server.Url.Authority}\r\nAuthorization: Bearer secret-1\r\nx-request-id: request-1\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {expected.Length}\r\n\r\n{expected}",
            Encoding.Latin1.GetString(server.Received[0]));
    }

    [Fact]
    public async Task Refusal_BeforeTheBodyWasRead_IsTheAnswer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var refusing = RefuseAsync();
        using var client = new Http1Client(new Uri($"http://{listener.LocalEndpoint}/"), "", 1, TimeSpan.FromSeconds(20), TimeProvider.System);

        using var response = await client.SendAsync(Request(new string('x', 64 << 20)), Cancel);

        Assert.Equal(413, response.Status);
        await refusing;

        async Task RefuseAsync()
        {
            using var connection = await listener.AcceptTcpClientAsync(Cancel);
            await connection.GetStream().ReadExactlyAsync(new byte[100], Cancel);
            await connection.GetStream().WriteAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 8\r\n\r\ntoo long"u8.ToArray(), Cancel);
            await Task.Delay(50, Cancel);
        }
    }

    [Fact]
    public async Task Server_OnIpv6_IsReached()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var server = WireServer.Start(_ => new WireServer.Answer([Whole]), IPAddress.IPv6Loopback);
        using var client = Client(server);

        Assert.Equal("""{"a":1}""", await AskAsync(client));
        Assert.Contains($"Host: [::1]:{server.Url.Port}\r\n", Encoding.Latin1.GetString(server.Received[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Localhost_OnEitherAddress_IsReached()
    {
        await using var server = WireServer.Start(Whole);
        using var client = new Http1Client(new Uri($"http://localhost:{server.Url.Port}/"), "", 4, TimeSpan.FromSeconds(20), TimeProvider.System);

        Assert.Equal("""{"a":1}""", await AskAsync(client));
    }

    [Fact]
    public async Task Nobody_Listening_IsAConnectionError()
    {
        Uri url;
        await using (var server = WireServer.Start(Whole))
        {
            url = server.Url;
        }

        using var client = new Http1Client(url, "", 1, TimeSpan.FromSeconds(20), TimeProvider.System);
        for (var i = 0; i < 3; i++)
        {
            var error = await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(client));
            Assert.Equal(HttpRequestError.ConnectionError, error.HttpRequestError);
        }
    }

    [Fact]
    public async Task Answers_BrokenAtRandom_NeverHangAndNeverInventBytes()
    {
        var random = new SeededNumbers(17);
        var answers = Enumerable.Range(0, 400).Select(_ => Broken(random, random.Next(2) == 0 ? Whole : Chunked)).ToArray();
        await using var server = WireServer.Start(number => new WireServer.Answer([answers[(number - 1) % answers.Length]], ThenCloses: true));
        using var client = Client(server);
        foreach (var answer in answers)
        {
            try
            {
                var body = await AskAsync(client).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
                Assert.True(body.Length <= answer.Length, answer);
            }
            catch (Exception refused) when (refused is IOException or HttpRequestException)
            {
                // Said clearly.
            }
        }

        static string Broken(SeededNumbers random, string answer)
        {
            var text = new StringBuilder(answer);
            for (var i = 1 + random.Next(3); i > 0 && text.Length > 0; i--)
            {
                var at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, 1),
                    1 => text.Insert(at, (char)random.Next(256)),
                    _ => text.Replace(text[at], (char)random.Next(256), at, 1),
                };
            }

            return text.ToString();
        }
    }

    private static Http1Client Client(WireServer server, int poolSize = 4, string key = "") =>
        new(server.Url, key, poolSize, TimeSpan.FromSeconds(20), TimeProvider.System);

    private static UpstreamRequest Request(string body) =>
        new(HttpMethod.Post, new Uri("http://127.0.0.1/v1/chat/completions"), new SplicedBody(Encoding.UTF8.GetBytes(body)), null);

    private static async Task<string> AskAsync(Http1Client client, CancellationToken? cancellationToken = null)
    {
        using var response = await client.SendAsync(Request("{}"), cancellationToken ?? Cancel);
        return await response.TextAsync();
    }
}
