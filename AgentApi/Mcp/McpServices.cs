using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace LocalAi.AgentApi.Mcp;

internal static class McpServices
{
    private const string StdioSwitch = "--stdio";

    /// <summary>MCP on <c>/mcp</c>; with <c>--stdio</c> on standard input and output instead, and no port at all.</summary>
    public static WebApplicationBuilder AddMcp(this WebApplicationBuilder builder, string[] args)
    {
        builder.Services.AddSingleton<McpToolList>();
        builder.Services.AddSingleton<McpToolCalls>();
        builder.Services.AddSingleton<IConfigureOptions<McpServerOptions>, McpServerSetup>();
        builder.Services.AddSingleton<McpServerFactory>();
        builder.Services.AddSingleton<McpStatelessServers>();
        builder.Services.AddSingleton<McpSessions>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<McpSessions>());
        builder.Services.AddSingleton<McpHttp>();
        if (args.Contains(StdioSwitch))
        {
            // Standard output is the protocol's.
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            builder.Services.AddSingleton<IServer, NoServer>();
            builder.Services.AddHostedService<McpStdio>();
        }

        return builder;
    }
}
