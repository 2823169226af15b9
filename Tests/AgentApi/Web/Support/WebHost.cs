using System.Globalization;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Tools;
using LocalAi.AgentApi.Tools.Web.Addresses;
using LocalAi.AgentApi.Tools.Web.Browsing;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Tests.AgentApi.Web.Support;

/// <summary>The service with a real browser, one for a class, a site it may see (and a trap it may not), and names that resolve as the test says.</summary>
public class WebHost(PostgresServer postgres) : IAsyncLifetime
{
    internal TestSite Site { get; private set; } = null!;

    internal Trap Trap { get; private set; } = null!;

    internal ScriptedResolver Resolver { get; } = new();

    internal AgentHost Host { get; private set; } = null!;

    internal WebBrowser Browser => Host.Get<WebBrowser>();

    /// <summary>More settings of <see cref="Host"/>.</summary>
    protected virtual (string Key, string Value)[] Settings => [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Site = await TestSite.StartAsync();
        Trap = new Trap();
        Host = Start(await postgres.CreateDatabaseAsync(CancellationToken.None), Settings);
        await Host.Get<LocalAi.ServiceDefaults.Postgres.Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(180));
        Assert.SkipUnless(Browser.Unavailable is null, Browser.Unavailable ?? "");
    }

    /// <summary>A service over the same site, with settings of its own.</summary>
    internal AgentHost Start(string? connection, params (string Key, string Value)[] more) => AgentHost.With(
        connection,
        services => services.AddSingleton<IHostResolver>(Resolver),
        [
            ("Agent:Web:AllowPrivate:0", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Site.Port}")),
            ("Agent:Web:AllowPrivate:1", string.Create(CultureInfo.InvariantCulture, $"site.test:{Site.Port}")),

            // Generous: the machine may be building something else at the same time.
            ("Agent:Web:NavigationSeconds", "90"),

            // The trap's port is one that may be opened, so that only its address keeps pages from it.
            ("Agent:Web:Ports:0", "80"), ("Agent:Web:Ports:1", "443"), ("Agent:Web:Ports:2", Trap.Port.ToString(CultureInfo.InvariantCulture)),
            ("Agent:RateLimits:web_scrape:Limit", "100000"), ("Agent:RateLimits:web_screenshot:Limit", "100000"), ("Agent:RateLimits:web_analyze_ui:Limit", "100000"), ("Agent:RateLimits:web_automate:Limit", "100000"),
            .. more,
        ]);

    internal Task<ToolOutcome> CallAsync(string tool, object arguments, AgentHost? host = null, CancellationToken? cancellationToken = null) =>
        (host ?? Host).Get<ToolPipeline>().CallAsync(new ToolRequest(new Caller("amy", Roles.User, null, "rest", null), tool, Arguments.Of(arguments)), cancellationToken ?? Token);

    internal async Task<ToolResult> OkAsync(string tool, object arguments, AgentHost? host = null)
    {
        var outcome = await CallAsync(tool, arguments, host);
        outcome.Kind.ShouldBe(OutcomeKind.Ok, outcome.Message);
        outcome.Result!.Untrusted.ShouldBeTrue();
        return outcome.Result;
    }

    /// <summary>Calls web_automate, says yes to the question, and calls again.</summary>
    internal async Task<ToolCallResponse> AutomateAsync(object arguments)
    {
        var agent = Host.Agent();
        var asked = await agent.CallAsync("web_automate", Arguments.Call(arguments), Token);
        asked.Status.ShouldBe("approval_required");
        await agent.DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "approve" }, Token);
        var answer = await agent.CallAsync("web_automate", Arguments.Call(arguments), Token);
        answer.Status.ShouldBe("ok");
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }

        await Trap.DisposeAsync();
        await Site.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
