using System.Net;
using System.Net.Sockets;
using LocalAi.Hosting;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Storage;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Hosting;

public sealed class PortTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    public async Task Start_PortTaken_NamesTheProcessAndTheSetting(string address)
    {
        var port = PostgresServer.FreePort();
        Assert.SkipWhen(address == "::1" && !Socket.OSSupportsIPv6, "needs IPv6");
        using var holder = new TcpListener(IPAddress.Parse(address), port);
        holder.Start();
        await using var run = new HostRun();
        run.Builder.AddContainer("agent-api", "image", "1").RunsAs(new NativeProgram { Command = "sleep" }).WithHttpEndpoint(port: port);

        var message = (await Should.ThrowAsync<StartException>(run.StartAsync)).Message;

        message.ShouldStartWith($"Port {port} (agent-api) is taken by pid {Environment.ProcessId} (");
        message.ShouldEndWith("Stop it, or set Ports__AgentApi to another port (0 for any free one).");
        run.Forget();
    }

    [Fact]
    public async Task Start_FreePort_IsKeptForTheNextStart()
    {
        using var folder = new TemporaryFolder();
        string url;
        await using (var first = Run(folder.Path))
        {
            await first.StartAsync();
            url = (await first.UntilAsync("service", "Starting")).Urls.Single();
        }

        await using var second = Run(folder.Path);
        await second.StartAsync();

        second.Find("service").Urls.ShouldBe([url]);

        static HostRun Run(string dataFolder)
        {
            var run = new HostRun(dataFolder);
            run.Builder.AddExecutable("service", "sleep", "/", "600").WithHttpEndpoint();
            return run;
        }
    }

    [Fact]
    public void IsFree_NobodyListens_IsTrue() => PortHolder.IsFree(PostgresServer.FreePort()).ShouldBeTrue();
}
