using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Contracts.Rag;

namespace LocalAi.Cli.Documents;

/// <summary><c>ai --index PATH…</c>: one job per path, one after the other.</summary>
internal static class IndexAction
{
    public static async Task<int> RunAsync(IReadOnlyList<string> paths, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        if (paths.Count == 0)
        {
            throw CliException.Usage("--index needs a folder or file.", "Try: ai --index samples");
        }

        var collections = parse.GetValue(AskOptions.Collection) ?? [];
        if (collections.Length > 1)
        {
            throw CliException.Usage("--index writes into one collection.", "Give --collection once.");
        }

        // All of them are checked before the first job starts.
        var absolute = paths.Select(Existing).ToList();
        var exitCode = ExitCodes.Ok;
        foreach (var path in absolute)
        {
            var request = new IndexRequest { Path = path, Collection = collections.Length == 1 ? collections[0] : "default" };
            var started = await context.Services.Rag.IndexAsync(request, cancellationToken);
            var job = await JobFollower.FollowAsync(started, context, cancellationToken);
            exitCode = Math.Max(exitCode, context.Json ? JsonOutput.Write(context.Output, job, OutputJson.Readable.JobStatus) : 0);
            exitCode = Math.Max(exitCode, JobReport.Write(job, context));
        }

        return exitCode;
    }

    private static string Existing(string path)
    {
        var absolute = Path.GetFullPath(path);
        return Path.Exists(absolute) ? absolute : throw CliException.Usage($"There is no {path}.", $"Looked for {absolute}");
    }
}
