using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Rhythm;

namespace LocalAi.Cli.Rhythm;

/// <summary><c>ai rhythm tasks …</c>: all tasks; adds and removes one's own.</summary>
internal static class TasksCommand
{
    public static Command Create()
    {
        var command = new Command("tasks", Language.Pick("All tasks; add or remove your own", "모든 작업, 내 작업 추가와 삭제")) { AddTask.Create(), Remove(), Definitions() };
        command.Run((_, context, cancellationToken) => PlanViews.TasksAsync(context, cancellationToken));
        return command;
    }

    private static Command Remove()
    {
        var name = RhythmCommand.TaskName();
        var command = new Command("remove", Language.Pick("Remove a task that was added; its runs stay in the log", "추가한 작업 지우기(기록은 남음)")) { name };
        command.Run(async (parse, context, cancellationToken) =>
        {
            await context.Services.Rhythm.RemoveTaskAsync(parse.GetRequiredValue(name), cancellationToken);
            context.Output.WriteLine(Language.Pick($"{parse.GetRequiredValue(name)} is removed.", $"{parse.GetRequiredValue(name)}을(를) 지웠습니다."));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Definitions()
    {
        var command = new Command("added", Language.Pick("What the added tasks do", "추가한 작업이 하는 일"));
        command.Run(async (_, context, cancellationToken) =>
        {
            var added = await context.Services.Rhythm.GetDefinitionsAsync(cancellationToken);
            if (context.Json)
            {
                return JsonOutput.Write(context.Output, added, OutputJson.Readable.RhythmDefinitionList);
            }

            var table = new Table("TASK", "WHEN", "DOES");
            foreach (var task in added.Tasks)
            {
                table.Add(task.Name, task.At is { } at ? $"at {at}" : $"every {task.Every}", Does(task));
            }

            table.Write(context.Output);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Does(RhythmTaskDefinition task) =>
        task.Prompt ?? task.Shell ?? (task.Command is { Count: > 0 } command ? string.Join(' ', command) : $"{task.Method ?? "GET"} {task.Url}");
}
