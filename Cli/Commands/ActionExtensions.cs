using System.CommandLine;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Commands;

/// <summary>One way to run a command: context in, exit code out, every failure explained.</summary>
internal static class ActionExtensions
{
    public static void Run(this Command command, Func<ParseResult, CommandContext, CancellationToken, Task<int>> action) =>
        command.SetAction(async (parse, cancellationToken) =>
        {
            var output = new Output();
            using var context = new CommandContext(parse, output);
            try
            {
                return await action(parse, context, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                output.EndLine();
                return ExitCodes.Cancelled;
            }
#pragma warning disable CA1031 // The outermost frame: whatever happens, the user gets a sentence and not a stack trace.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                return cancellationToken.IsCancellationRequested ? ExitCodes.Cancelled : Failure.Report(failure, output, context.Verbose);
            }
            finally
            {
                output.EndLine();
            }
        });
}
