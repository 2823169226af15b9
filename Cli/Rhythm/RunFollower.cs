using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Rhythm;

namespace LocalAi.Cli.Rhythm;

/// <summary>Asks for a run, says what it waits for, and ends with it. When the user stops waiting, the run goes on.</summary>
internal static class RunFollower
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(10);

    // No task may run longer than a day.
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(25);

    public static async Task<int> RunAsync(string task, CommandContext context, CancellationToken cancellationToken)
    {
        var rhythm = context.Services.Rhythm;
        var before = (await rhythm.GetRunsAsync(task, null, 1, cancellationToken)).Runs is [{ Id: { } id }, ..] ? id : 0;
        var asked = await rhythm.RunAsync(task, cancellationToken);
        Say(context, asked.Reason);
        try
        {
            return Ended(context, await FollowAsync(context, task, before, asked.Reason, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await context.Output.Error.WriteLineAsync("ai: " + Language.Pick($"The run goes on: ai rhythm runs --task {task}", $"실행은 계속됩니다: ai rhythm runs --task {task}"));
            throw;
        }
    }

    private static async Task<RhythmRun> FollowAsync(CommandContext context, string task, long before, string said, CancellationToken cancellationToken)
    {
        var rhythm = context.Services.Rhythm;
        var (begin, started) = (TimeProvider.System.GetTimestamp(), false);
        await using var waiting = new Waiting(context.Output, task);
        while (true)
        {
            // The first run after the wish is the one: nothing else may run beside it.
            var run = (await rhythm.GetRunsAsync(task, null, 10, cancellationToken)).Runs.LastOrDefault(r => r.Id > before);
            if (run is { Outcome: not null })
            {
                return run;
            }

            if (run is not null && !started)
            {
                started = true;
                Say(context, Language.Pick("It runs.", "실행 중입니다."));
            }

            if (run is null && (await rhythm.GetTaskAsync(task, cancellationToken)).Reason is var reason && reason != said && !started)
            {
                Say(context, said = reason);
            }

            if (TimeProvider.System.GetElapsedTime(begin) > (started ? LongestRun : LongestStart))
            {
                throw new CliException(ExitCodes.Error, $"{task} has not {(started ? "ended" : "started")}: {said}", $"ai rhythm runs --task {task}");
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    private static void Say(CommandContext context, string what) => context.Output.Error.WriteLine("ai: " + Printable.OneLine(what));

    private static int Ended(CommandContext context, RhythmRun run)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, run, OutputJson.Readable.RhythmRun);
        }
        else
        {
            context.Output.WriteLine($"{run.Task} {run.Outcome}{(run.EndedAt is { } end ? $" after {(end - run.StartedAt).TotalSeconds:0.0} s" : "")}");
            if (run.Summary is { Length: > 0 } summary)
            {
                context.Output.WriteLine(Printable.Text(summary));
            }
        }

        return run.Outcome == "succeeded" ? ExitCodes.Ok : ExitCodes.Error;
    }
}
