using ModelContextProtocol.Server;

namespace LocalAi.AgentApi.Mcp;

/// <summary>MCP over standard input and output, for clients that start this program themselves. The caller is whoever started it.</summary>
internal sealed class McpStdio(McpServerFactory factory, IHostApplicationLifetime lifetime) : BackgroundService
{
    public static readonly string SessionId = "stdio-" + Guid.NewGuid().ToString("N");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await using var transport = new StdioServerTransport("localai", factory.Loggers);
            await using var server = factory.Create(transport);
            await server.RunAsync(stoppingToken);
        }
        finally
        {
            lifetime.StopApplication();
        }
    }
}
