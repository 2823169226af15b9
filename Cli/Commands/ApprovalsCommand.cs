using System.CommandLine;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Agent;

namespace LocalAi.Cli.Commands;

/// <summary><c>ai approvals …</c>: what tools ask a person.</summary>
internal static class ApprovalsCommand
{
    public static Command Create()
    {
        var all = new Option<bool>("--all") { Description = Language.Pick("Also answered and expired ones", "답했거나 만료된 것도") };
        var list = new Command("list", Language.Pick("Open questions", "답을 기다리는 요청")) { all };
        list.Run((parse, context, cancellationToken) => ListAsync(parse.GetValue(all) ? null : "pending", context, cancellationToken));
        var command = new Command("approvals", Language.Pick("Calls of tools that wait for a person", "사람의 승인을 기다리는 도구 호출"))
        {
            list,
            Decide("approve", Language.Pick("Let a call run once", "한 번 실행 허락")),
            Decide("deny", Language.Pick("Refuse a call", "거절")),
        };
        command.Run((_, context, cancellationToken) => ListAsync("pending", context, cancellationToken));
        return command;
    }

    private static Command Decide(string decision, string description)
    {
        var id = new Argument<Guid>("id") { Description = Language.Pick("From `ai approvals list`", "`ai approvals list`에 나오는 id") };
        var reason = new Option<string>("--reason") { HelpName = "TEXT", Description = Language.Pick("Shown to whoever asked", "요청자에게 보일 이유") };
        var remember = new Option<bool>("--remember") { Description = Language.Pick("The same call in this session does not ask again", "이 세션에서 같은 호출은 다시 묻지 않기") };
        var command = new Command(decision, description) { id, reason };
        if (decision == "approve")
        {
            command.Add(remember);
        }

        command.Run(async (parse, context, cancellationToken) =>
        {
            var entry = await context.Services.Agent.DecideAsync(
                parse.GetValue(id),
                new ApprovalDecision { Decision = decision, Reason = parse.GetValue(reason), Remember = decision == "approve" && parse.GetValue(remember) },
                cancellationToken);
            if (context.Json)
            {
                return JsonOutput.Write(context.Output, entry, OutputJson.Readable.ApprovalEntry);
            }

            context.Output.WriteLine($"{entry.Tool}: {Printable.OneLine(entry.Status)}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<int> ListAsync(string? status, CommandContext context, CancellationToken cancellationToken)
    {
        var approvals = await context.Services.Agent.ListApprovalsAsync(status, cancellationToken);
        return context.Json ? JsonOutput.Write(context.Output, approvals, OutputJson.Readable.ApprovalList) : Show(approvals, context);
    }

    private static int Show(ApprovalList approvals, CommandContext context)
    {
        if (approvals.Approvals.Count == 0)
        {
            context.Output.WriteLine(Language.Pick("Nothing waits for you.", "기다리는 요청이 없습니다."));
            return ExitCodes.Ok;
        }

        foreach (var approval in approvals.Approvals)
        {
            context.Output.WriteLine($"{approval.Id}  {Printable.OneLine(approval.Tool)} ({approval.Sensitivity}, {approval.Status}) for {Printable.OneLine(approval.User)}, until {approval.ExpiresAt.LocalDateTime:HH:mm:ss}");
            context.Output.WriteLine($"    {Printable.OneLine(approval.Reason)}");
            context.Output.WriteLine($"    {Printable.OneLine(approval.Arguments.ToString())}");
        }

        return ExitCodes.Ok;
    }
}
