using System.Net;
using LocalAi.Contracts.Gateway;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Gateway;

public sealed class ReloadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReloadDuringFiftyStreams_DropsNone_AndNewRequestsGoToTheNewUpstream()
    {
        await using var before = await ScriptedUpstream.StartAsync();
        await using var after = await ScriptedUpstream.StartAsync();
        var go = new TaskCompletionSource();
        before.Answer = async context =>
        {
            await Answers.BeginAsync(context);
            await Answers.WriteAsync(context, Answers.Chunk("a "));
            await go.Task;
            await Answers.WriteAsync(context, Answers.Chunk("b") + Answers.End(2));
        };
        await using var gateway = await TestGateway.StartAsync(
            ("Upstreams:llm:Endpoint", before.Url), ("Upstreams:llm:Slots", "50"), ("Upstreams:llm:PoolSize", "50"));
        var streams = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => gateway.Client.PostAsync(Chat.Request(stream: true))));

        gateway.Reload(("Upstreams:llm:Endpoint", after.Url));
        using var next = await gateway.Client.PostAsync(Chat.Request());
        go.SetResult();

        next.StatusCode.ShouldBe(HttpStatusCode.OK);
        after.Calls.ShouldBe(1);
        foreach (var stream in streams)
        {
            Chat.TextOf(await stream.EventsAsync()).ShouldBe("a b");
            stream.Dispose();
        }
    }

    [Fact]
    public async Task WrongConfiguration_LastRightOneStays_AndHealthSaysWhy()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));

        gateway.Reload(("Upstreams:llm:Provider", "chatgpt"));

        using var response = await gateway.Client.PostAsync(Chat.Request());
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var health = await new GatewayAdminClient(gateway.Client).HealthAsync(Cancel);
        health.Status.ShouldBe("degraded");
        health.Checks["configuration"].ShouldContain("Gateway:Upstreams:llm:Provider is 'chatgpt'; write inference");
    }

    [Fact]
    public async Task UsersFile_IsReadAndFollowed_AndABrokenOneChangesNothing()
    {
        await using var first = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        using var folder = new TemporaryFolder();
        folder.File("gateway.json", Settings(first.Url));
        await using var gateway = await TestGateway.StartAsync(("LocalAi:DataFolder", folder.Path));
        using (var response = await gateway.Client.PostAsync(Chat.Request()))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        folder.File("gateway.json", "{ broken");
        gateway.Reload();
        using (var response = await gateway.Client.PostAsync(Chat.Request()))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        folder.File("gateway.json", Settings(second.Url));
        gateway.Reload();
        using (var response = await gateway.Client.PostAsync(Chat.Request()))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (first.Calls, second.Calls).ShouldBe((2, 1));

        static string Settings(string url) => "{\"Gateway\":{\"Upstreams\":{\"llm\":{\"Endpoint\":\"" + url + "\"}}}}";
    }

    [Theory]
    [InlineData("Upstreams:llm:Endpoint", "llm", "Gateway:Upstreams:llm:Endpoint is 'llm'; write an http or https URL.")]
    [InlineData("Upstreams:llm:PoolSize", "0", "Gateway:Upstreams:llm:PoolSize is '0'; write 1 to 1024.")]
    [InlineData("Upstreams:gemini:Key", "a\r\nX-Other: b", "Gateway:Upstreams:gemini:Key is '(not shown)'; write up to 4096 letters")]
    [InlineData("Models:chat-7b:0:Upstream", "nowhere", "Gateway:Models:chat-7b:0:Upstream is 'nowhere'; write llm or")]
    [InlineData("Models:gpt-4o:0:Upstream", "llm", "there are no other public models")]
    [InlineData("Prewarm:0", "gpt", "Gateway:Prewarm is 'gpt'")]
    public void Validator_NamesKeyValueAndWhatIsAllowed(string key, string value, string expected)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationBuilder()
            .Add(new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = [KeyValuePair.Create("Gateway:" + key, (string?)value)] })
            .Build();
        var options = new LocalAi.Gateway.Configuration.GatewayDefaults(
            Microsoft.Extensions.Options.Options.Create(new LocalAi.ServiceDefaults.Configuration.LocalAiOptions())).Read(configuration);

        new LocalAi.Gateway.Configuration.GatewayOptionsValidator().Validate(null, options).FailureMessage.ShouldNotBeNull().ShouldContain(expected);
    }
}
