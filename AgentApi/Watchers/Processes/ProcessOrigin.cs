using LocalAi.AgentApi.Audit;

namespace LocalAi.AgentApi.Watchers.Processes;

/// <summary>What a process runs; does not change while it lives, except by exec.</summary>
/// <param name="Executable">Path of the program, or null when that may not be seen.</param>
/// <param name="Arguments">Command line, program included; empty for kernel threads. At most 4,096 bytes of it.</param>
/// <param name="Folder">Working folder at the first look, or null when that may not be seen.</param>
internal sealed record ProcessOrigin(string? Executable, IReadOnlyList<string> Arguments, string? Folder)
{
    /// <summary>The command line on one line, to be shown: without what looks like a secret, at most 300 characters.</summary>
    public string Command => Redaction.Text(Text) is var shown && shown.Length <= 300 ? shown : shown[..300] + "…";

    private string Text => string.Join(' ', Arguments);
}
