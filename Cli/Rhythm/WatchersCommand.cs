using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Rhythm;

/// <summary><c>ai rhythm watchers</c></summary>
internal static class WatchersCommand
{
    private const int ActsShown = 10;

    public static Command Create()
    {
        var name = new Argument<string?>("name") { Arity = ArgumentArity.ZeroOrOne, Description = Language.Pick("Show what this watcher saw", "이 감시자가 본 것 보기") };
        var command = new Command("watchers", Language.Pick("What the watchers found and did on this machine", "이 컴퓨터에서 감시자가 찾고 한 일")) { name };
        command.Run((parse, context, cancellationToken) => ShowAsync(parse.GetValue(name), context, cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(string? name, CommandContext context, CancellationToken cancellationToken)
    {
        var watchers = await context.Services.Rhythm.GetWatchersAsync(cancellationToken);
        var chosen = name is null ? null : watchers.Watchers.FirstOrDefault(w => w.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw CliException.Usage($"There is no watcher {name}; there are {string.Join(", ", watchers.Watchers.Select(w => w.Name))}.");
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, watchers, OutputJson.Readable.RhythmWatchers);
        }

        if (!watchers.Complete)
        {
            await context.Output.Error.WriteLineAsync("ai: " + Language.Pick("The database is away: this is what one node saw.", "데이터베이스에 연결할 수 없어 한 노드가 본 것만 보입니다."));
        }

        if (chosen is not null)
        {
            var things = new Table("NAME", "STATE", "CPU", "MEMORY", "DETAIL");
            foreach (var thing in chosen.Things)
            {
                things.Add(thing.Name, thing.State, thing.CpuPercent is { } cpu ? $"{cpu:0} %" : "", thing.MemoryBytes is { } bytes ? $"{bytes >> 20} MB" : "", thing.Detail ?? "");
            }

            things.Write(context.Output);
            return ExitCodes.Ok;
        }

        var looks = new Table("WATCHER", "LOOKED", "SAW");
        foreach (var watcher in watchers.Watchers)
        {
            looks.Add(watcher.Name, PlanViews.Local(watcher.LookedAt), watcher.Summary);
        }

        looks.Write(context.Output);
        foreach (var act in watchers.Acts.Take(ActsShown))
        {
            context.Output.WriteLine(Printable.OneLine($"{PlanViews.Local(act.At)} {act.Act} of {act.Target}: {act.Outcome ?? "goes on"}. {act.Reason}"));
        }

        if (watchers.Findings.Count == 0)
        {
            context.Output.WriteLine(Language.Pick("Nothing is wrong.", "문제가 없습니다."));
            return ExitCodes.Ok;
        }

        var found = new Table("FOUND", "SINCE", "WHAT", "WHAT TO DO");
        foreach (var finding in watchers.Findings)
        {
            found.Add(finding.Severity, PlanViews.Local(finding.Since), $"{finding.Title} {finding.Detail}".Trim(), finding.Fix);
        }

        found.Write(context.Output);
        return ExitCodes.Ok;
    }
}
