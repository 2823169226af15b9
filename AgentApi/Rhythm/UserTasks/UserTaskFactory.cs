using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Tools;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Rhythm.UserTasks;

/// <summary>Makes the work of a user's task from what the user wrote.</summary>
internal sealed class UserTaskFactory(IHttpClientFactory clients, SandboxRunner sandbox, WorkspaceList workspaces, ToolCatalog tools, AgentPrompts prompts)
{
    /// <summary>The name of the client user tasks call with.</summary>
    public const string ClientName = "rhythm-user-task";

    /// <summary>The task and null, or null and one sentence that names the field, its value and what to write.</summary>
    /// <param name="options">What the user wrote.</param>
    /// <param name="origin">Where.</param>
    public (IRhythmTask? Task, string? Problem) Create(UserTaskOptions options, TaskOrigin origin)
    {
        var (read, problem) = UserTaskReader.Read(options);
        if (read is null)
        {
            return (null, problem);
        }

        var definition = read with { Origin = origin };
        if (options.Workspace.Length > 0 && !workspaces.All.Any(w => w.Name.Equals(options.Workspace, StringComparison.OrdinalIgnoreCase)))
        {
            return (null, $"{options.Name}: the workspace is '{options.Workspace}'; write one of {string.Join(", ", workspaces.All.Select(w => w.Name))}.");
        }

        if (options.Toolsets?.FirstOrDefault(t => !tools.Toolsets.Contains(t)) is { } unknown)
        {
            return (null, $"{options.Name}: the toolset is '{unknown}'; write {string.Join(", ", tools.Toolsets)}.");
        }

        return (options switch
        {
            { Prompt.Length: > 0 } => new PromptTask(definition, options, prompts),
            { Url.Length: > 0 } => new HttpTask(definition, options, clients.CreateClient(ClientName)),
            _ => new CommandTask(definition, options, sandbox, workspaces),
        }, null);
    }
}
