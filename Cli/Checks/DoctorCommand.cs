using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Connection;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Checks;

/// <summary><c>ai doctor</c>: everything that can be wrong, with its fix. Exit code 1 when something is.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", Language.Pick("Find what is wrong, and how to fix it", "문제와 해결 방법 찾기"));
        command.Run((_, context, cancellationToken) => RunAsync(context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        await foreach (var result in CheckAsync(context, cancellationToken))
        {
            results.Add(result);
            if (!context.Json)
            {
                Show(result, context.Output);
            }
        }

        if (context.Json)
        {
            JsonOutput.Write(context.Output, results, OutputJson.Readable.IReadOnlyListCheckResult);
        }

        return results.Any(result => result.Verdict == "fail") ? ExitCodes.Error : ExitCodes.Ok;
    }

    private static async IAsyncEnumerable<CheckResult> CheckAsync(
        CommandContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = context.DataFolderPath;
        yield return await MachineChecks.SdkAsync(cancellationToken);
        yield return await MachineChecks.NodeAsync(cancellationToken);
        yield return MachineChecks.Postgres();
        yield return MachineChecks.Redis();
        yield return MachineChecks.DataFolder(folder);
        yield return MachineChecks.Disk(folder);
        yield return MachineChecks.Models(folder);

        var host = new HostChecks(context.Services);
        var running = host.Host();
        yield return running;
        foreach (var service in Service.All)
        {
            var answer = await host.ServiceAsync(service, cancellationToken);
            // While nothing runs, a service that is away says nothing new; its port does.
            yield return running.Verdict == "fail" && answer.Verdict == "fail" ? HostChecks.Port(service.Port, service.Name) : answer;
        }
    }

    private static void Show(CheckResult result, Output output)
    {
        var (style, mark) = result.Verdict switch
        {
            "ok" => ("32", "ok  "),
            "warn" => ("33", "warn"),
            _ => ("31", "FAIL"),
        };
        output.WriteLine($"{output.Paint(style, mark)}  {CellWidth.Pad(result.Name, 12)}  {Printable.OneLine(result.Detail)}");
        if (result.Fix is { } fix)
        {
            output.WriteLine(new string(' ', 20) + "→ " + fix);
        }

        output.EndLine();
    }
}
