namespace LocalAi.AgentApi.Tools;

internal static class ToolServices
{
    /// <summary>Every tool of SPEC E2 that is built, one line each.</summary>
    public static WebApplicationBuilder AddTools(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ITool, SystemState.GetSystemInfoTool>();
        return builder;
    }
}
