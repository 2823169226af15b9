using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools;

internal static class ToolServices
{
    /// <summary>Every tool of SPEC E2 that is built, one line each.</summary>
    public static WebApplicationBuilder AddTools(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WorkspaceList>();
        builder.Services.AddSingleton<WorkspaceFiles>();
        builder.Services.AddSingleton<ITool, Files.ListFilesTool>();
        builder.Services.AddSingleton<ITool, Files.ReadFileTool>();
        builder.Services.AddSingleton<ITool, Files.WriteFileTool>();
        builder.Services.AddSingleton<ITool, Files.CreateDirectoryTool>();
        builder.Services.AddSingleton<ITool, Files.SearchFilesTool>();
        builder.Services.AddSingleton<ITool, SystemState.GetSystemInfoTool>();
        return builder;
    }
}
