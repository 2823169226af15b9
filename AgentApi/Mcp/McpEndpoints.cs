namespace LocalAi.AgentApi.Mcp;

internal static class McpEndpoints
{
    /// <summary>Streamable HTTP of all revisions on one path.</summary>
    public static void MapMcp(this IEndpointRouteBuilder routes)
    {
        var handler = routes.ServiceProvider.GetRequiredService<McpHttp>();
        routes.MapPost("/mcp", handler.PostAsync).ExcludeFromDescription();
        routes.MapGet("/mcp", handler.GetAsync).ExcludeFromDescription();
        routes.MapDelete("/mcp", handler.DeleteAsync).ExcludeFromDescription();
    }
}
