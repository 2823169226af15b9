using System.Net;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Errors;

namespace LocalAi.Cli.Errors;

/// <summary>Turns whatever went wrong into an exit code and at most two lines.</summary>
internal static class Failure
{
    public static int Report(Exception failure, Output output, bool verbose)
    {
        var known = Explain(failure);
        output.EndLine();
        output.Error.WriteLine(output.PaintError("31", "ai: ") + Printable.OneLine(known.Message));
        if (known.Advice is { } advice)
        {
            output.Error.WriteLine("    " + Printable.OneLine(advice));
        }

        if (verbose)
        {
            output.Error.WriteLine(failure.ToString());
        }

        output.Error.Flush();
        return known.ExitCode;
    }

    private static CliException Explain(Exception failure) => failure switch
    {
        CliException known => known,
        ApiException { Status: null, InnerException: HttpRequestException } away =>
            new CliException(ExitCodes.NotRunning, away.Message, Advice.StatusOrStart),
        ApiException { Code: "model_not_found" } unknown =>
            new CliException(ExitCodes.NoModel, unknown.Message, Advice.ListModels),
        ApiException { Status: HttpStatusCode.TooManyRequests } busy => new CliException(
            ExitCodes.Error, busy.Message, busy.RetryAfter is { } wait ? $"Try again in {Math.Ceiling(wait.TotalSeconds)} s." : "Try again in a moment."),
        ApiException { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } refused =>
            new CliException(ExitCodes.Error, refused.Message, Advice.Key),
        ApiException refused => new CliException(ExitCodes.Error, refused.Message),
        HttpRequestException or IOException => new CliException(ExitCodes.Error, $"The connection broke before the answer was complete: {failure.Message}"),
        UnauthorizedAccessException => new CliException(ExitCodes.Error, failure.Message),
        _ => new CliException(ExitCodes.Error, $"Unexpected: {failure.Message}", "Run it again with --verbose and report what it prints."),
    };
}
