namespace LocalAi.Tests.Cli;

/// <summary>How a run of <c>ai</c> ended.</summary>
internal sealed record AiResult(int ExitCode, string Out, string Error)
{
    public void ShouldFail(int exitCode, string message)
    {
        ExitCode.ShouldBe(exitCode, $"out: {Out}\nerror: {Error}");
        Error.ShouldContain(message);

        // One or two lines, and never a stack trace.
        Error.ShouldNotContain("   at ");
        Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeLessThanOrEqualTo(2);
    }

    public void ShouldSucceed() => ExitCode.ShouldBe(0, $"out: {Out}\nerror: {Error}");
}
