using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Rag;

namespace LocalAi.Cli.Documents;

/// <summary>What a job did: added, changed, unchanged, removed, unreadable, each unreadable file with its reason.</summary>
internal static class JobReport
{
    private const int MostProblems = 50;

    /// <returns>0 when the job is done, 1 when it failed, 130 when somebody cancelled it.</returns>
    public static int Write(JobStatus job, CommandContext context)
    {
        var output = context.Output;
        if (!context.Json)
        {
            output.WriteLine(Summary(job));
            foreach (var problem in job.Problems.Take(MostProblems))
            {
                output.WriteLine($"  {Printable.OneLine(problem.Path)}: {Printable.OneLine(problem.Reason)} ({Printable.OneLine(problem.Code)})");
            }

            if (job.Progress.Unreadable > Math.Min(job.Problems.Count, MostProblems))
            {
                output.WriteLine($"  … {job.Progress.Unreadable - Math.Min(job.Problems.Count, MostProblems)} more: ai collections show {job.Collection}");
            }

            foreach (var note in job.Notes)
            {
                output.WriteLine($"  ({Printable.OneLine(note)})");
            }

            output.EndLine();
        }

        switch (job.State)
        {
            case JobState.Done:
                return ExitCodes.Ok;
            case JobState.Cancelled:
                output.Error.WriteLine($"ai: Somebody cancelled the job. Go on with: ai jobs resume {job.Id}");
                return ExitCodes.Cancelled;
            default:
                throw new CliException(
                    ExitCodes.Error, job.Error ?? $"The job ended as {job.State}.", $"What it had done stays done. Try again with: ai jobs resume {job.Id}");
        }
    }

    private static string Summary(JobStatus job)
    {
        var p = job.Progress;
        return job.Kind == JobKind.Index
            ? Language.Pick(
                $"{job.Collection}: {p.Added} added, {p.Changed} changed, {p.Unchanged} unchanged, {p.Removed} removed, {p.Unreadable} unreadable",
                $"{job.Collection}: 추가 {p.Added}, 변경 {p.Changed}, 그대로 {p.Unchanged}, 삭제 {p.Removed}, 읽을 수 없음 {p.Unreadable}")
            : $"{job.Collection}: {(job.Kind == JobKind.Verify ? "verified" : "rebuilt")}, {p.Chunks} chunks written, {p.Embedded} embedded";
    }
}
