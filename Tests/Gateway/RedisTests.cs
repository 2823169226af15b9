using System.Diagnostics;
using System.Globalization;
using System.Net;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Gateway;

public sealed class RedisTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoGateways_ShareALimit()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/redis-server"), "Redis is not on this machine: apt-get install redis-server");
        var port = PostgresServer.FreePort().ToString(CultureInfo.InvariantCulture);
        using var redis = Process.Start(new ProcessStartInfo("/usr/bin/redis-server", ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp"])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            await using var upstream = await ScriptedUpstream.StartAsync();
            (string, string)[] settings = [("Upstreams:llm:Endpoint", upstream.Url), ("ConnectionStrings:redis", $"127.0.0.1:{port}"), ("Limits:RequestsPerMinute", "1000")];
            await using var first = await TestGateway.StartAsync(settings);
            await using var second = await TestGateway.StartAsync(settings);
            for (var i = 0; i < 500; i++)
            {
                using var response = await first.Client.PostAsync(Chat.Request());
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
            }

            // The other gateway hears of them and refuses before it has served a thousand itself. Counts travel once a second:
            // five requests every 50 ms leave it ten seconds to hear.
            var served = 0;
            await Eventually.TrueAsync(
                async () =>
                {
                    for (var i = 0; i < 5; i++)
                    {
                        using var response = await second.Client.PostAsync(Chat.Request());
                        if (response.StatusCode == HttpStatusCode.TooManyRequests)
                        {
                            return true;
                        }

                        served++;
                    }

                    return false;
                },
                "the shared limit is reached",
                Cancel);
            served.ShouldBeLessThan(1000);
        }
        finally
        {
            redis.Kill();
            await redis.WaitForExitAsync(Cancel);
        }
    }

    [Fact]
    public async Task RedisKilledUnderLoad_NoCompletionFails()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/redis-server"), "Redis is not on this machine: apt-get install redis-server");
        var port = PostgresServer.FreePort().ToString(CultureInfo.InvariantCulture);
        using var redis = Process.Start(new ProcessStartInfo("/usr/bin/redis-server", ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp"])
        {
            RedirectStandardOutput = true,
        })!;
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url), ("ConnectionStrings:redis", $"127.0.0.1:{port}"));
        for (var i = 0; i < 300; i++)
        {
            if (i == 100)
            {
                redis.Kill();
                await redis.WaitForExitAsync(Cancel);
            }

            using var response = await gateway.Client.PostAsync(Chat.Request());
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            if (i % 100 == 99)
            {
                await Task.Delay(1100, Cancel);
            }
        }
    }
}
