using System.Net;
using LocalAi.Gateway.Telemetry;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.Tests.Gateway;

/// <summary>The line a person finds in the gateway's console for a request.</summary>
public sealed class AccessLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly LogRecorder _log = new(typeof(AccessLog).FullName!);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_OneLineWithTheIdTheCallerGot(bool stream)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await StartAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: stream), headers: [("x-request-id", "order-4711")]);
        await response.Content.ReadAsStringAsync(Cancel);

        response.Header("x-request-id").ShouldBe("order-4711");
        await Eventually.TrueAsync(() => _log.Lines.Count == 1, "the request has its line", Cancel);
        _log.Lines.Single().ShouldSatisfyAllConditions(
            line => line.Level.ShouldBe(LogLevel.Information),
            line => line.Text.ShouldMatch($@"^ok chat-7b on llm in \d+ ms, tokens 7\+{(stream ? 3 : 2)}, cache off, retries 0, fallbacks 0, user default, request order-4711, picked named$"));
    }

    [Fact]
    public async Task NoUpstream_TheLineSaysWhatTheCallerWasTold()
    {
        await using var gateway = await StartAsync("http://127.0.0.1:1", ("Upstreams:llm:Retries", "1"));

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var code = (await response.ErrorAsync()).GetProperty("code").GetString();
        await Eventually.TrueAsync(() => _log.Lines.Count == 1, "the request has its line", Cancel);
        _log.Lines.Single().Text.ShouldMatch($@"^{code} chat-7b on llm in \d+ ms, tokens 0\+0, cache off, retries 1, fallbacks 1, user default, request \S+, picked named$");
    }

    [Fact]
    public async Task ManyInOneSecond_TheRestIsCounted()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await StartAsync(upstream.Url, ("AccessLogPerSecond", "1"));

        // The first line of a later second tells how many of the one before had none.
        var sent = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
                {
                    using var response = await gateway.Client.PostAsync(Chat.Request());
                    await response.Content.ReadAsStringAsync(Cancel);
                }));
                sent += 20;
                return _log.Lines.Any(l => l.Text.EndsWith("more requests in that second", StringComparison.Ordinal));
            },
            "the requests without a line are counted",
            Cancel);

        _log.Lines.Count(l => l.Text.StartsWith("ok ", StringComparison.Ordinal)).ShouldBeLessThan(sent);
    }

    [Fact]
    public async Task Off_NoLine()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await StartAsync(upstream.Url, ("AccessLogPerSecond", "0"));

        using (var silent = await gateway.Client.PostAsync(Chat.Request()))
        {
            await silent.Content.ReadAsStringAsync(Cancel);
        }

        gateway.Reload(("AccessLogPerSecond", "50"));
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await gateway.Client.PostAsync(Chat.Request(), headers: [("x-request-id", "second")]);
                await response.Content.ReadAsStringAsync(Cancel);
                return _log.Lines.Count > 0;
            },
            "turned on while it runs",
            Cancel);
        _log.Lines.ShouldAllBe(l => l.Text.Contains("request second", StringComparison.Ordinal));
    }

    private Task<TestGateway> StartAsync(string url, params (string, string)[] settings) => TestGateway.StartAsync(
        services => services.AddSingleton<ILoggerProvider>(_log),
        [("Upstreams:llm:Endpoint", url), ("Upstreams:llm:RetryDelay", "00:00:00.010"), ("AccessLogPerSecond", "50"), .. settings]);
}
