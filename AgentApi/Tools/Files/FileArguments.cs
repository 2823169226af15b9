using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools.Files;

/// <summary>What the file tools' arguments have in common.</summary>
internal static class FileArguments
{
    public const string Path = """{"type":"string","minLength":1,"maxLength":4096,"description":"Relative to working_dir, or name:path of a workspace"}""";
    public const string WorkingDirectory = """{"type":"string","maxLength":4096,"description":"Folder where relative paths start; default: the first workspace"}""";

    public static WorkspacePath FilePath(this ToolInvocation call, WorkspaceList workspaces) =>
        workspaces.Resolve(call.TextOrNull("path") ?? ".", call.TextOrNull("working_dir"));

    /// <summary>The number in a cursor such as <c>line:200</c>, or null.</summary>
    public static int? CursorNumber(this ToolInvocation call, string kind) =>
        call.TextOrNull("cursor") is { } cursor && cursor.StartsWith(kind + ":", StringComparison.Ordinal) && int.TryParse(cursor.AsSpan(kind.Length + 1), out var number) && number >= 0
            ? number
            : null;
}
