using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Rhythm;

namespace LocalAi.Cli.Rhythm;

/// <summary><c>ai rhythm alerts …</c></summary>
internal static class AlertsCommand
{
    private const int Shown = 100;

    public static Command Create()
    {
        var all = new Option<bool>("--all") { Description = Language.Pick("Also those that are over", "끝난 것도") };
        var command = new Command("alerts", Language.Pick("What is wrong; acknowledge or silence it", "문제 보기, 확인하기, 알림 끄기")) { all, Acknowledge(), Silence() };
        command.Run((parse, context, cancellationToken) => ListAsync(parse.GetValue(all), context, cancellationToken));
        return command;
    }

    private static Command Acknowledge()
    {
        var id = new Argument<long>("id") { Description = Language.Pick("From `ai rhythm alerts`", "`ai rhythm alerts`에 나오는 id") };
        var note = new Option<string?>("--note") { HelpName = "TEXT", Description = Language.Pick("What you want to say about it", "남길 말") };
        var command = new Command("ack", Language.Pick("Say that you have seen it", "확인했다고 표시")) { id, note };
        command.Run(async (parse, context, cancellationToken) =>
            Changed(await context.Services.Rhythm.AcknowledgeAsync(parse.GetValue(id), parse.GetValue(note), cancellationToken), context));
        return command;
    }

    private static Command Silence()
    {
        var id = new Argument<long>("id") { Description = Language.Pick("From `ai rhythm alerts`", "`ai rhythm alerts`에 나오는 id") };
        var span = new Option<string>("--for") { HelpName = "30m|4h|2d", Description = Language.Pick("How long, default 1d", "기간(기본값 1d)"), DefaultValueFactory = _ => "1d" };
        var end = new Option<bool>("--end") { Description = Language.Pick("End the silence", "알림 다시 켜기") };
        var command = new Command("silence", Language.Pick("No message about it for a while", "한동안 알리지 않기")) { id, span, end };
        command.Run(async (parse, context, cancellationToken) =>
        {
            DateTimeOffset? until = parse.GetValue(end) ? null
                : Duration.Read(parse.GetRequiredValue(span)) is { } length && length <= TimeSpan.FromDays(365) ? TimeProvider.System.GetUtcNow() + length
                : throw CliException.Usage($"--for is {parse.GetValue(span)}; write for example 30m, 4h or 2d, at most 365d.");
            return Changed(await context.Services.Rhythm.SilenceAsync(parse.GetValue(id), until, cancellationToken), context);
        });
        return command;
    }

    private static async Task<int> ListAsync(bool all, CommandContext context, CancellationToken cancellationToken)
    {
        var alerts = await context.Services.Rhythm.GetAlertsAsync(all, Shown, cancellationToken);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, alerts, OutputJson.Readable.RhythmAlertList);
        }

        if (alerts.Alerts.Count == 0)
        {
            context.Output.WriteLine(Language.Pick("Nothing is wrong.", "문제가 없습니다."));
            return ExitCodes.Ok;
        }

        var table = new Table("ID", "SINCE", "SEVERITY", "STATE", "WHAT");
        foreach (var alert in alerts.Alerts)
        {
            var state = alert.SilencedUntil is { } until ? $"{alert.State} until {PlanViews.Local(until)}" : alert.State;
            table.Add($"{alert.Id}", PlanViews.Local(alert.Since), alert.Severity, state, alert.Detail is { } detail ? $"{alert.Title} {detail}" : alert.Title);
        }

        table.Write(context.Output);
        return ExitCodes.Ok;
    }

    private static int Changed(RhythmAlert alert, CommandContext context)
    {
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, alert, OutputJson.Readable.RhythmAlert);
        }

        context.Output.WriteLine($"{alert.Id}: {alert.State}{(alert.SilencedUntil is { } until ? $" until {PlanViews.Local(until)}" : "")}. {Printable.OneLine(alert.Title)}");
        return ExitCodes.Ok;
    }
}
