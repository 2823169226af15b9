using LocalAi.Contracts.Rhythm;

namespace LocalAi.AgentApi.Rhythm.UserTasks;

internal static class UserTaskDefinition
{
    /// <summary>A definition that came over REST in the form of the settings, with the settings' defaults.</summary>
    public static UserTaskOptions ToOptions(this RhythmTaskDefinition definition) => new()
    {
        Name = definition.Name,
        Every = definition.Every,
        At = definition.At,
        Priority = definition.Priority ?? "medium",
        DependsOn = [.. definition.DependsOn ?? []],
        Timeout = definition.Timeout ?? "00:05:00",
        Tolerance = definition.Tolerance ?? 0,
        Url = definition.Url ?? "",
        Method = definition.Method ?? "GET",
        Body = definition.Body,
        Command = [.. definition.Command ?? []],
        Shell = definition.Shell ?? "",
        Workspace = definition.Workspace ?? "",
        Prompt = definition.Prompt ?? "",
        Model = definition.Model,
        Toolsets = definition.Toolsets is null ? null : [.. definition.Toolsets],
        User = definition.User ?? "default",
        MaxTurns = definition.MaxTurns,
        MaxToolCalls = definition.MaxToolCalls,
        MaxTokens = definition.MaxTokens,
    };
}
