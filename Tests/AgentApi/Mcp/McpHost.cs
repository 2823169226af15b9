using System.Text.Json.Nodes;
using LocalAi.AgentApi.Tools;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Mcp;

/// <summary>The service on a port, with probes for tools; one for a class. A test that counts or limits calls does so as a user of its own.</summary>
public sealed class McpHost(PostgresServer postgres) : IAsyncLifetime
{
    internal ProbeTool Low { get; } = new("probe_low", Sensitivity.Low);

    internal ProbeTool High { get; } = new("probe_high", Sensitivity.High);

    internal ProbeTool Slow { get; } = new("probe_slow", Sensitivity.Low, async (call, token) =>
    {
        await Task.Delay(call.TextOrNull("command") == "short" ? 2500 : Timeout.Infinite, token);
        return new ToolResult { Text = "late" };
    });

    internal ProbeTool Structured { get; } = new("probe_structured", Sensitivity.Low, (_, _) => Task.FromResult(ToolResult.Of(new JsonObject { ["answer"] = 42 })));

    internal AgentHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = AgentHost.With(
            await postgres.CreateDatabaseAsync(CancellationToken.None), s => AgentHost.Add(s, Low, High, Slow, Structured), ("Agent:Mcp:MaxSessions", "20"), ("Agent:Mcp:ProgressSeconds", "1"));
        Host.UseKestrel(0);
        Host.StartServer();
        await Host.Get<LocalAi.ServiceDefaults.Postgres.Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>A client of a user nobody else is.</summary>
    internal HttpClient NewUser() => Host.Http("admin-" + Guid.NewGuid().ToString("N"));

    internal static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 400 && !await condition(); i++)
        {
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        (await condition()).ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
