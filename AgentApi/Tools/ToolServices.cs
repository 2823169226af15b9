using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Tools.Notion;
using LocalAi.AgentApi.Workspaces;
using LocalAi.Contracts.OpenAi;
using LocalAi.Contracts.Rag;
using LocalAi.ServiceDefaults.Http;

namespace LocalAi.AgentApi.Tools;

internal static class ToolServices
{
    /// <summary>Every tool of SPEC E2 that is built, one line each.</summary>
    public static WebApplicationBuilder AddTools(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WorkspaceList>();
        builder.Services.AddSingleton<WorkspaceFiles>();
        builder.Services.AddSingleton<ProcessLauncher>();
        builder.Services.AddSingleton<SandboxRunner>();
        builder.Services.AddHealthChecks().AddCheck<SandboxHealthCheck>("sandbox");
        builder.Services.AddSingleton<SandboxHealthCheck>();
        builder.Services.AddSingleton<Execution.ExecutionRunner>();
        builder.Services.AddSingleton<ITool, Execution.ExecuteBashTool>();
        builder.Services.AddSingleton<ITool, Execution.ExecutePythonTool>();
        builder.Services.AddSingleton<ITool, Execution.RunCommandTool>();
        builder.Services.AddSingleton<Git.GitRunner>();
        builder.Services.AddSingleton<ITool, Git.GitStatusTool>();
        builder.Services.AddSingleton<ITool, Git.GitDiffTool>();
        builder.Services.AddSingleton<ITool, Git.GitLogTool>();
        builder.Services.AddSingleton<ITool, Git.GitAddTool>();
        builder.Services.AddSingleton<ITool, Git.GitCommitTool>();
        builder.Services.AddServiceClient<RagClient>("rag", "http://127.0.0.1:8002");
        builder.Services.AddServiceClient<GatewayClient>("gateway", "http://127.0.0.1:8000");
        builder.Services.AddSingleton<ITool, Knowledge.RagSearchTool>();
        builder.Services.AddSingleton<ITool, Knowledge.AiChatTool>();
        builder.Services.AddSingleton<ITool, Knowledge.SwitchModelTool>();
        builder.Services.AddSingleton<ITool, Files.ListFilesTool>();
        builder.Services.AddSingleton<ITool, Files.ReadFileTool>();
        builder.Services.AddSingleton<ITool, Files.WriteFileTool>();
        builder.Services.AddSingleton<ITool, Files.CreateDirectoryTool>();
        builder.Services.AddSingleton<ITool, Files.SearchFilesTool>();
        builder.Services.AddSingleton<ITool, SystemState.GetSystemInfoTool>();
        builder.AddNotion();
        Web.WebServices.AddWebTools(builder.Services);
        return builder;
    }
}
