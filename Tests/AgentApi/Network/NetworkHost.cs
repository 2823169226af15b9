using System.Globalization;
using LocalAi.AgentApi.Tools.Web.Addresses;
using LocalAi.Contracts.Agent;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.AgentApi.Web.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Tests.AgentApi.Network;

/// <summary>The service with a sandbox and a database, a site its programs may reach by name and address, and a port beside it that they may not.</summary>
public sealed class NetworkHost(PostgresServer postgres) : IAsyncLifetime
{
    internal TemporaryFolder Folder { get; } = new();

    internal TestSite Site { get; private set; } = null!;

    internal Trap Trap { get; private set; } = null!;

    internal ScriptedResolver Resolver { get; } = new();

    internal AgentHost Host { get; private set; } = null!;

    internal string Root { get; private set; } = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/bwrap"), "The sandbox needs bubblewrap: apt-get install bubblewrap");
        Site = await TestSite.StartAsync();
        Trap = new Trap();
        Root = Directory.CreateDirectory(Path.Combine(Folder.Path, "ws")).FullName;
        if (Environment.UserName == "root")
        {
            using var give = System.Diagnostics.Process.Start("/bin/sh", ["-c", "chmod 755 \"$1\"; chown -R nobody \"$1/ws\"", "sh", Folder.Path]);
            await give.WaitForExitAsync(CancellationToken.None);
        }

        Resolver.Answer("site.test", "127.0.0.1");
        Host = await StartAsync();
    }

    internal async Task<AgentHost> StartAsync(params (string Key, string Value)[] more)
    {
        var host = AgentHost.With(
            await postgres.CreateDatabaseAsync(CancellationToken.None),
            services => services.AddSingleton<IHostResolver>(Resolver),
            [
                ("Agent:Workspaces:0:Path", Root), ("Agent:Workspaces:0:Mode", "rw"), ("Agent:Workspaces:0:Name", "ws"),
                ("Agent:Web:AllowPrivate:0", Address("127.0.0.1", Site.Port)), ("Agent:Web:AllowPrivate:1", Address("site.test", Site.Port)),

                // A port of LocalAi's own that somebody allows by mistake stays refused.
                ("Agent:Web:AllowPrivate:2", "127.0.0.1:8020"),
                ("Agent:Web:Ports:0", "80"), ("Agent:Web:Ports:1", "443"), ("Agent:Web:Ports:2", Trap.Port.ToString(CultureInfo.InvariantCulture)),
                ("Agent:RateLimits:execute_bash:Limit", "100000"), ("Agent:RateLimits:execute_python:Limit", "100000"), ("Agent:RateLimits:run_command:Limit", "100000"), .. more,
            ]);
        await host.Get<LocalAi.ServiceDefaults.Postgres.Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(60));
        return host;
    }

    /// <summary>Calls, says yes to the question, and calls again.</summary>
    internal async Task<(string Text, bool Untrusted)> ApprovedAsync(string tool, object arguments, string? session = null, AgentHost? host = null)
    {
        var agent = (host ?? Host).Agent();
        var asked = await agent.CallAsync(tool, Arguments.Call(arguments, session), Token);
        asked.Status.ShouldBe("approval_required", asked.Text);
        await agent.DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "approve" }, Token);
        var answer = await agent.CallAsync(tool, Arguments.Call(arguments, session), Token);
        answer.Status.ShouldBe("ok");
        return (answer.Text!, answer.Untrusted);
    }

    internal Task<(string Text, bool Untrusted)> BashAsync(string command, int seconds = 60) => ApprovedAsync("execute_bash", new { command, network = true, timeout_seconds = seconds });

    public async ValueTask DisposeAsync()
    {
        if (Host is not null)
        {
            await Host.DisposeAsync();
            await Trap.DisposeAsync();
            await Site.DisposeAsync();
        }

        Folder.Dispose();
    }

    private static string Address(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
}
