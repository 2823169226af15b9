using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Rhythm;

namespace LocalAi.Cli.Rhythm;

/// <summary>The plan, the tasks and the run log as tables.</summary>
internal static class PlanViews
{
    public static async Task<int> ShowAsync(CommandContext context, string? policy, CancellationToken cancellationToken)
    {
        var plan = await context.Services.Rhythm.GetPlanAsync(policy, cancellationToken);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, plan, OutputJson.Readable.RhythmPlan);
        }

        var who = plan.Leads ? Language.Pick("runs the tasks", "작업을 실행함") : Language.Pick("watches; another node runs the tasks", "지켜봄(다른 노드가 실행함)");
        context.Output.WriteLine(
            $"{Printable.OneLine(plan.Node)} {who}; {Language.Pick("policy", "정책")} {plan.Policy}; {plan.Load.Level}: CPU {plan.Load.Cpu * 100:0} %, "
            + $"{Language.Pick("others", "다른 프로그램")} {plan.Load.ForeignCpu * 100:0} %, {Language.Pick("memory", "메모리")} {plan.Load.UsedMemory * 100:0} %");
        foreach (var warning in plan.Warnings)
        {
            context.Output.WriteLine(context.Output.Paint("33", Printable.OneLine(warning)));
        }

        var table = new Table("TASK", "PRIORITY", "NOW", "WHY");
        foreach (var task in plan.Tasks)
        {
            table.Add(task.Name, task.Priority, Now(task), task.Reason);
        }

        table.Write(context.Output);
        return ExitCodes.Ok;
    }

    public static async Task<int> TasksAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var tasks = (await context.Services.Rhythm.GetPlanAsync(null, cancellationToken)).Tasks;
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, tasks, OutputJson.Readable.IReadOnlyListRhythmTaskEntry);
        }

        var table = new Table("TASK", "ORIGIN", "SCHEDULE", "AFTER", "NOW", "LAST SUCCESS", "FAILED IN A ROW");
        foreach (var task in tasks)
        {
            table.Add(task.Name, task.Origin ?? "", task.Schedule, string.Join(", ", task.DependsOn), Now(task), Local(task.LastSucceeded), $"{task.ConsecutiveFailures}");
        }

        table.Write(context.Output);
        return ExitCodes.Ok;
    }

    public static async Task<int> RunsAsync(CommandContext context, string? task, int limit, CancellationToken cancellationToken)
    {
        var page = await context.Services.Rhythm.GetRunsAsync(task, null, limit, cancellationToken);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, page, OutputJson.Readable.RhythmRunPage);
        }

        if (!page.Complete)
        {
            await context.Output.Error.WriteLineAsync("ai: " + Language.Pick("The database is away: these are the last runs of one node only.", "데이터베이스에 연결할 수 없어 한 노드의 최근 실행만 보입니다."));
        }

        var table = new Table("ID", "STARTED", "TASK", "OUTCOME", "SECONDS", "WHAT IT DID");
        foreach (var run in page.Runs)
        {
            table.Add($"{run.Id}", Local(run.StartedAt), run.Task, run.Outcome ?? "running", run.EndedAt is { } end ? $"{(end - run.StartedAt).TotalSeconds:0.0}" : "", run.Summary ?? "");
        }

        table.Write(context.Output);
        return ExitCodes.Ok;
    }

    public static int Changed(CommandContext context, RhythmTaskEntry task)
    {
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, task, OutputJson.Readable.RhythmTaskEntry);
        }

        context.Output.WriteLine($"{task.Name}: {Printable.OneLine(task.Reason)}");
        return ExitCodes.Ok;
    }

    public static string Local(DateTimeOffset? at) => at is { } known ? $"{known.LocalDateTime:MM-dd HH:mm:ss}" : "never";

    private static string Now(RhythmTaskEntry task) => task.RunningSince is not null ? "running" : task.Decision;
}
