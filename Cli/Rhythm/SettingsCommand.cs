using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Connection;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Rhythm.Settings;

namespace LocalAi.Cli.Rhythm;

/// <summary><c>ai rhythm settings …</c>: settings of LM Studio, Docker Desktop and WSL; shown first, changed only when a person says so.</summary>
internal static class SettingsCommand
{
    public static Command Create()
    {
        var program = new Argument<string>("program") { Description = "lmstudio, docker-desktop, wsl" };
        var list = new Command("list", Language.Pick("Which settings could be better on this machine", "이 컴퓨터에서 더 나아질 수 있는 설정"));
        list.Run((_, context, cancellationToken) => ListAsync(context, cancellationToken));
        var diff = new Command("diff", Language.Pick("What would change, and why", "무엇이 왜 바뀌는지")) { program };
        diff.Run((parse, context, cancellationToken) => DiffAsync(parse.GetRequiredValue(program), context, cancellationToken));
        var command = new Command("settings", Language.Pick("Settings of LM Studio, Docker Desktop and WSL: look, apply, restore", "LM Studio, Docker Desktop, WSL 설정: 보기, 적용, 되돌리기")) { list, diff, Apply(program), Restore(program) };
        command.Run((_, context, cancellationToken) => ListAsync(context, cancellationToken));
        return command;
    }

    private static Command Apply(Argument<string> program)
    {
        var only = new Option<string[]>("--only") { HelpName = "KEY", AllowMultipleArgumentsPerToken = true, Description = Language.Pick("Only these of the recommended changes", "추천된 변경 가운데 이것만") };
        var yes = new Option<bool>("--yes", "-y") { Description = Language.Pick("Do not ask", "묻지 않기") };
        var command = new Command("apply", Language.Pick("Write what is recommended, after a backup", "백업한 뒤 추천값 쓰기")) { program, only, yes };
        command.Run(async (parse, context, cancellationToken) =>
        {
            var settings = await Client(context).GetAsync(parse.GetRequiredValue(program), cancellationToken);
            if (settings.State != "improvable")
            {
                return Show(settings, context);
            }

            if (!parse.GetValue(yes))
            {
                Show(settings, context);
                Confirm(context);
            }

            var keys = parse.GetValue(only) is { Length: > 0 } some ? some : null;
            return Changed(await Client(context).ApplyAsync(settings.Program, new ApplySettings(settings.Sha256, keys), cancellationToken), context);
        });
        return command;
    }

    private static Command Restore(Argument<string> program)
    {
        var backup = new Option<string>("--backup") { HelpName = "ID", Description = Language.Pick("From `ai rhythm settings diff`; the newest if not given", "`ai rhythm settings diff`에 나오는 id, 없으면 가장 최근 것") };
        var command = new Command("restore", Language.Pick("Put a backup back, byte for byte", "백업을 그대로 되돌리기")) { program, backup };
        command.Run(async (parse, context, cancellationToken) =>
            Changed(await Client(context).RestoreAsync(parse.GetRequiredValue(program), new RestoreSettings(parse.GetValue(backup)), cancellationToken), context));
        return command;
    }

    private static async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var all = await Client(context).ListAsync(cancellationToken);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, all, OutputJson.Readable.IReadOnlyListProgramSettings);
        }

        var table = new Table("PROGRAM", "STATE", "CHANGES", "BACKUPS", "FILE");
        foreach (var one in all)
        {
            table.Add(one.Program, one.State, $"{one.Changes.Count}", $"{one.Backups.Count}", one.Problem ?? one.Path ?? "-");
        }

        table.Write(context.Output);
        return ExitCodes.Ok;
    }

    private static async Task<int> DiffAsync(string program, CommandContext context, CancellationToken cancellationToken) =>
        Show(await Client(context).GetAsync(program, cancellationToken), context);

    private static int Show(ProgramSettings settings, CommandContext context)
    {
        var output = context.Output;
        if (context.Json)
        {
            return JsonOutput.Write(output, settings, OutputJson.Readable.ProgramSettings);
        }

        output.WriteLine(settings.State switch
        {
            "missing" => $"{settings.Title}: its settings are not on this machine.",
            "good" => $"{settings.Title}: nothing to change.",
            "unusable" => $"{settings.Title}: {Printable.OneLine(settings.Problem ?? "cannot be used")}",
            _ => $"{settings.Title}: {settings.Changes.Count} recommended changes",
        });
        foreach (var change in settings.Changes)
        {
            output.WriteLine($"  {output.Paint("1", change.Key)}: {Printable.OneLine(change.Current ?? "-")} → {change.Recommended}. {change.Reason}");
        }

        if (settings.State != "unusable" && settings.Problem is { } note)
        {
            output.WriteLine(note);
        }

        foreach (var line in settings.Diff?.TrimEnd().Split('\n') ?? [])
        {
            var text = Printable.OneLine(line.TrimEnd('\r'));
            output.WriteLine(line switch { ['+', ..] => output.Paint("32", text), ['-', ..] => output.Paint("31", text), _ => text });
        }

        foreach (var backup in settings.Backups)
        {
            output.WriteLine($"backup {backup.Id} of {backup.CreatedAt.LocalDateTime:yyyy-MM-dd HH:mm}");
        }

        if (settings.Changes.Count > 0 && settings.Afterwards is { } afterwards)
        {
            output.WriteLine(afterwards);
        }

        return ExitCodes.Ok;
    }

    private static void Confirm(CommandContext context)
    {
        if (Console.IsInputRedirected)
        {
            throw CliException.Usage("Nothing was changed: nobody can be asked here.", "Add --yes to apply.");
        }

        context.Output.Write(Language.Pick("Apply? [y/N] ", "적용할까요? [y/N] "));
        if (Console.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES" or "ㅛ"))
        {
            throw new CliException(ExitCodes.Cancelled, Language.Pick("Nothing was changed.", "아무것도 바꾸지 않았습니다."));
        }
    }

    private static int Changed(SettingsChanged changed, CommandContext context)
    {
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, changed, OutputJson.Readable.SettingsChanged);
        }

        context.Output.WriteLine($"{changed.Path}: changed. Undo: ai rhythm settings restore {changed.Program} --backup {changed.Backup}");
        context.Output.WriteLine(changed.Afterwards);
        return ExitCodes.Ok;
    }

    private static ProgramSettingsClient Client(CommandContext context) => new(context.Services.Client(Service.Agent));
}
