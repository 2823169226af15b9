using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Documents;

/// <summary><c>ai jobs …</c>: indexing in the background.</summary>
internal static class JobsCommand
{
    public static Command Create()
    {
        var id = new Argument<Guid>("id") { Description = Language.Pick("The job", "작업 번호") };
        var command = new Command("jobs", Language.Pick("Indexing jobs, newest first", "색인 작업, 최근 것부터"));
        command.Run((_, context, cancellationToken) => ListAsync(context, cancellationToken));
        var list = new Command("list", Language.Pick("The last jobs", "최근 작업"));
        list.Run((_, context, cancellationToken) => ListAsync(context, cancellationToken));
        var show = new Command("show", Language.Pick("One job with its problems", "작업 하나와 문제점")) { id };
        show.Run(async (parse, context, cancellationToken) =>
        {
            var job = await context.Services.Rag.GetJobAsync(parse.GetValue(id), cancellationToken);
            if (context.Json)
            {
                return JsonOutput.Write(context.Output, job, OutputJson.Readable.JobStatus);
            }

            context.Output.WriteLine($"{job.Id}  {job.Kind}  {job.State}  {job.Progress.Phase}");
            JobReport.Write(job with { State = Contracts.Rag.JobState.Done }, context);
            context.Output.WriteLine(job.Error is { } error ? "error: " + Printable.OneLine(error) : "");
            return ExitCodes.Ok;
        });
        var cancel = new Command("cancel", Language.Pick("Stop a job; what it did stays", "작업 멈추기(한 일은 남음)")) { id };
        cancel.Run(async (parse, context, cancellationToken) =>
        {
            var job = await context.Services.Rag.CancelJobAsync(parse.GetValue(id), cancellationToken);
            context.Output.WriteLine($"{job.Id}  {job.State}");
            return ExitCodes.Ok;
        });
        var resume = new Command("resume", Language.Pick("Go on with a cancelled or failed job", "멈춘 작업 이어서 하기")) { id };
        resume.Run(async (parse, context, cancellationToken) =>
        {
            var started = await context.Services.Rag.ResumeJobAsync(parse.GetValue(id), cancellationToken);
            return JobReport.Write(await JobFollower.FollowAsync(started, context, cancellationToken), context);
        });
        command.Add(list);
        command.Add(show);
        command.Add(cancel);
        command.Add(resume);
        return command;
    }

    private static async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var page = await context.Services.Rag.ListJobsAsync(null, cancellationToken);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, page.Items, OutputJson.Readable.IReadOnlyListJobStatus);
        }

        var table = new Table("ID", "KIND", "STATE", "COLLECTION", "FILES", "PATH");
        foreach (var job in page.Items)
        {
            table.Add($"{job.Id}", $"{job.Kind}", $"{job.State}", job.Collection, $"{job.Progress.FilesDone}/{job.Progress.FilesTotal}", job.Path ?? "");
        }

        table.Write(context.Output);
        return ExitCodes.Ok;
    }
}
