namespace LocalAi.AgentApi.Watchers;

/// <param name="ExitCode">0 is success.</param>
/// <param name="Output">Standard output, at most 1 MB of it.</param>
internal sealed record CommandResult(int ExitCode, string Output);
