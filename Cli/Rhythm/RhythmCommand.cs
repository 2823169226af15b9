using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Rhythm;

namespace LocalAi.Cli.Rhythm;

/// <summary><c>ai rhythm …</c>: the scheduler of this machine.</summary>
internal static class RhythmCommand
{
    public static Command Create()
    {
        var command = new Command("rhythm", Language.Pick("The scheduler: what runs, when, and why", "스케줄러: 무엇이 언제 왜 실행되는지"))
        {
            Plan(),
            TasksCommand.Create(),
            Runs(),
            Run(),
            Pause(),
            Resume(),
            Policy(),
            Profile(),
            AlertsCommand.Create(),
            WatchersCommand.Create(),
            Junk(),
            Report(),
            SettingsCommand.Create(),
        };
        command.Run((_, context, cancellationToken) => PlanViews.ShowAsync(context, null, cancellationToken));
        return command;
    }

    public static Argument<string> TaskName() => new("name") { Description = Language.Pick("Task, see `ai rhythm tasks`", "작업 이름(`ai rhythm tasks` 참고)") };

    private static Command Plan()
    {
        var policy = new Option<string?>("--policy") { HelpName = "steady|literal", Description = Language.Pick("Plan under this policy; changes nothing", "이 정책으로 계획해 보기(바꾸지 않음)") };
        policy.AcceptOnlyFromAmong("steady", "literal");
        var command = new Command("plan", Language.Pick("What would happen now and why (a dry run)", "지금 무엇이 왜 실행될지(모의 실행)")) { policy };
        command.Run((parse, context, cancellationToken) => PlanViews.ShowAsync(context, parse.GetValue(policy), cancellationToken));
        return command;
    }

    private static Command Runs()
    {
        var task = new Option<string?>("--task") { HelpName = "NAME", Description = Language.Pick("Only this task", "이 작업만") };
        var limit = new Option<int>("--limit") { HelpName = "1..500", Description = Language.Pick("How many, default 20", "개수(기본값 20)"), DefaultValueFactory = _ => 20 };
        var command = new Command("runs", Language.Pick("The run log, newest first", "실행 기록, 최근 것부터")) { task, limit };
        command.Run((parse, context, cancellationToken) => parse.GetValue(limit) is < 1 or > 500
            ? throw CliException.Usage($"--limit is {parse.GetValue(limit)}; it goes from 1 to 500.")
            : PlanViews.RunsAsync(context, parse.GetValue(task), parse.GetValue(limit), cancellationToken));
        return command;
    }

    private static Command Run()
    {
        var name = TaskName();
        var command = new Command("run", Language.Pick("Run a task now and wait until it is done", "작업을 지금 실행하고 끝날 때까지 기다리기")) { name };
        command.Run((parse, context, cancellationToken) => RunFollower.RunAsync(parse.GetRequiredValue(name), context, cancellationToken));
        return command;
    }

    private static Command Pause()
    {
        var name = TaskName();
        var reason = new Option<string>("--reason") { HelpName = "TEXT", Description = Language.Pick("Shown to everybody who asks", "묻는 사람에게 보일 이유"), DefaultValueFactory = _ => "by hand" };
        var command = new Command("pause", Language.Pick("Hold a task back until it is resumed", "다시 시작할 때까지 작업 멈추기")) { name, reason };
        command.Run(async (parse, context, cancellationToken) =>
            PlanViews.Changed(context, await context.Services.Rhythm.PauseAsync(parse.GetRequiredValue(name), parse.GetRequiredValue(reason), cancellationToken)));
        return command;
    }

    private static Command Resume()
    {
        var name = TaskName();
        var command = new Command("resume", Language.Pick("End a pause", "멈춘 작업 다시 시작")) { name };
        command.Run(async (parse, context, cancellationToken) =>
            PlanViews.Changed(context, await context.Services.Rhythm.ResumeAsync(parse.GetRequiredValue(name), cancellationToken)));
        return command;
    }

    private static Command Policy()
    {
        var policy = new Argument<string?>("policy") { Arity = ArgumentArity.ZeroOrOne, Description = Language.Pick("steady, literal, or default for the configured one", "steady, literal, 또는 설정값으로 돌아가는 default") };
        policy.AcceptOnlyFromAmong("steady", "literal", "default");
        var command = new Command("policy", Language.Pick("How load changes the rhythm: show or choose", "부하에 따른 정책 보기 또는 고르기")) { policy };
        command.Run(async (parse, context, cancellationToken) =>
        {
            var chosen = parse.GetValue(policy);
            var now = chosen is null
                ? new RhythmPolicy((await context.Services.Rhythm.GetPlanAsync(null, cancellationToken)).Policy)
                : await context.Services.Rhythm.SetPolicyAsync(chosen == "default" ? null : chosen, cancellationToken);
            if (context.Json)
            {
                return JsonOutput.Write(context.Output, now, OutputJson.Readable.RhythmPolicy);
            }

            context.Output.WriteLine(now.Policy ?? Language.Pick("the configured policy", "설정된 정책"));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Profile()
    {
        var command = new Command("profile", Language.Pick("The load that is expected, by hour", "시간대별 예상 부하"));
        command.Run((_, context, cancellationToken) => ProfileView.ShowAsync(context, cancellationToken));
        return command;
    }

    private static Command Junk()
    {
        var clean = new Option<bool>("--clean") { Description = Language.Pick("Delete exactly what is listed", "목록에 있는 것을 그대로 지우기") };
        var command = new Command("junk", Language.Pick("What could be deleted (a dry run)", "지울 수 있는 것(모의 실행)")) { clean };
        command.Run((parse, context, cancellationToken) => JunkAction.RunAsync(parse.GetValue(clean), context, cancellationToken));
        return command;
    }

    private static Command Report()
    {
        var date = new Argument<string?>("date") { Arity = ArgumentArity.ZeroOrOne, Description = Language.Pick("yyyy-MM-dd; default: the newest", "yyyy-MM-dd(기본값: 가장 최근)") };
        var command = new Command("report", Language.Pick("A daily report", "일일 보고서")) { date };
        command.Run((parse, context, cancellationToken) => ReportAction.RunAsync(parse.GetValue(date), context, cancellationToken));
        return command;
    }
}
