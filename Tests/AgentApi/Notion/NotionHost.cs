using LocalAi.AgentApi.Tools.Web;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Tests.AgentApi.Notion;

/// <summary>The service with Postgres and a Notion of its own, for one class. Every test is a user of its own, with a parent page of its own.</summary>
public sealed class NotionHost(PostgresServer postgres) : IAsyncLifetime
{
    private int _users;

    internal NotionDouble Notion { get; private set; } = null!;

    internal AgentHost Host { get; private set; } = null!;

    internal PageDouble Reader { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Notion = await NotionDouble.StartAsync();
        Host = AgentHost.With(
            await postgres.CreateDatabaseAsync(CancellationToken.None),
            services => services.AddSingleton<IWebReader>(Reader),
            ("NOTION_TOKEN", NotionDouble.Token),
            ("Agent:Notion:Url", Notion.Url),
            ("Agent:Notion:TimeoutSeconds", "60"),
            ("Agent:Notion:MaxWaitSeconds", "5"));
        await Host.Get<Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Notion.DisposeAsync();
    }

    internal AgentClient NewUser() => Host.Agent($"key-user{Interlocked.Increment(ref _users)}");

    /// <summary>Calls, approves and calls again, as a person who says yes does.</summary>
    internal static async Task<ToolCallResponse> CallAsync(AgentClient agent, string tool, object arguments, CancellationToken cancellationToken)
    {
        var asked = await agent.CallAsync(tool, Arguments.Call(arguments), cancellationToken);
        if (asked.Approval is not { } approval)
        {
            return asked;
        }

        await agent.DecideAsync(approval.Id, new ApprovalDecision { Decision = "approve" }, cancellationToken);
        return await agent.CallAsync(tool, Arguments.Call(arguments), cancellationToken);
    }
}
