using System.Globalization;
using LocalAi.AgentApi.Audit;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Rhythm.UserTasks;

/// <summary>Runs a program in the sandbox, without a network. Exit code 0 is a success; the run keeps the end of what it wrote.</summary>
internal sealed class CommandTask(ScheduledTask definition, UserTaskOptions options, SandboxRunner sandbox, WorkspaceList workspaces) : IRhythmTask
{
    private const int KeptLines = 30;
    private const int KeptCharacters = 1500;

    public ScheduledTask Definition { get; } = definition;

    public async Task<string> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> arguments = options.Shell.Length > 0 ? ["/bin/bash", "--noprofile", "--norc", "-c", options.Shell] : options.Command;
        var folder = workspaces.Resolve(options.Workspace.Length > 0 ? options.Workspace + ":" : ".", null);
        var result = await sandbox.RunAsync(new SandboxCommand(arguments, folder, Definition.Timeout) { Environment = Environment(context) }, cancellationToken);
        var said = string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}{(result.Ended is { } limit ? $", ended by {limit}" : "")}") + Tail(result);
        return result.ExitCode == 0 && result.Ended is null ? said : throw new CommandFailedException(said);
    }

    private static Dictionary<string, string> Environment(RunContext context) => context.Run is { } run
        ? new() { ["RHYTHM_RUN"] = run.ToString(CultureInfo.InvariantCulture) }
        : [];

    /// <summary>The last lines of both streams, without secrets and control characters.</summary>
    private static string Tail(SandboxResult result)
    {
        var lines = (result.Output.TrimEnd() + "\n" + result.Error.TrimEnd()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var kept = string.Join("\n", lines.TakeLast(KeptLines).Select(Redaction.Text));
        var tail = kept.Length <= KeptCharacters ? kept : "…" + kept[^KeptCharacters..];
        return tail.Length == 0 ? "" : "\n" + tail;
    }
}
