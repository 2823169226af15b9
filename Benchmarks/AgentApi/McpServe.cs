using LocalAi.AgentApi;
using LocalAi.AgentApi.Mcp;
using LocalAi.AgentApi.Tools;
using LocalAi.ServiceDefaults;
using LocalAi.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalAi.Benchmarks.AgentApi;

/// <summary>Our service as its own process, with one tool more: <c>mcp serve PORT CONNECTION WORKSPACE</c>. Keys, limits and audit are on.</summary>
internal static class McpServe
{
    public static async Task<int> RunAsync(string port, string connection, string workspace, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:" + port,
            ["ConnectionStrings:localai"] = connection,
            ["Agent:Workspaces:0:Path"] = workspace,

            // The limiter counts every call; the limit itself must not be what is measured.
            ["Agent:RateLimits:echo:Limit"] = "100000",
            ["Agent:RateLimits:echo:WindowSeconds"] = "1",
        });
        builder.AddServiceDefaults();
        builder.AddAgent();
        builder.AddTools();
        builder.AddMcp([]);
        builder.Services.AddSingleton<IApiKeys, BenchKeys>();
        builder.Services.AddSingleton<ITool, EchoTool>();
        await using var app = builder.Build();
        app.MapServiceDefaults();
        app.MapAgent();
        app.MapMcp();
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
