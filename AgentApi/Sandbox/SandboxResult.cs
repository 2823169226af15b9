namespace LocalAi.AgentApi.Sandbox;

/// <param name="ExitCode">The program's, or 128 + the signal that ended it.</param>
/// <param name="Output">Standard output, at most the configured bytes.</param>
/// <param name="Error">Standard error, likewise.</param>
/// <param name="OutputBytes">How much was written to both.</param>
/// <param name="Ended">Which limit ended the run, or null.</param>
internal sealed record SandboxResult(int ExitCode, string Output, string Error, long OutputBytes, string? Ended);
