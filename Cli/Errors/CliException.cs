namespace LocalAi.Cli.Errors;

/// <summary>Ends the command with one sentence for the user, and what to do about it.</summary>
internal sealed class CliException(int exitCode, string message, string? advice = null, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>A second line: what to do. Null when the message says it.</summary>
    public string? Advice { get; } = advice;

    public static CliException Usage(string message, string? advice = null) => new(ExitCodes.Usage, message, advice);
}
