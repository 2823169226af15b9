using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Rhythm;

/// <summary>Lists junk, and deletes exactly what was listed when asked to.</summary>
internal static class JunkAction
{
    public static async Task<int> RunAsync(bool clean, CommandContext context, CancellationToken cancellationToken)
    {
        var plan = await context.Services.Rhythm.GetJunkAsync(cancellationToken);
        if (!clean && context.Json)
        {
            return JsonOutput.Write(context.Output, plan, OutputJson.Readable.RhythmJunkPlan);
        }

        if (!context.Json)
        {
            if (plan.Items.Count > 0)
            {
                var table = new Table("WHAT", "SIZE", "LAST WRITTEN", "PATH");
                foreach (var item in plan.Items)
                {
                    table.Add(item.Rule, Printable.Bytes(item.Bytes), PlanViews.Local(item.ModifiedAt), item.Path);
                }

                table.Write(context.Output);
            }

            context.Output.WriteLine(Language.Pick($"{plan.Items.Count} things, {Printable.Bytes(plan.Bytes)}.", $"{plan.Items.Count}개, {Printable.Bytes(plan.Bytes)}.")
                + (plan.HasMore ? Language.Pick(" More follows in later runs.", " 나머지는 다음 실행에서 다룹니다.") : ""));
        }

        if (!clean)
        {
            return ExitCodes.Ok;
        }

        var result = await context.Services.Rhythm.CleanJunkAsync(plan.Id, cancellationToken);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, result, OutputJson.Readable.RhythmJunkResult);
        }

        context.Output.WriteLine(Language.Pick($"Deleted {result.Files} files, {Printable.Bytes(result.Bytes)}.", $"파일 {result.Files}개, {Printable.Bytes(result.Bytes)}를 지웠습니다."));
        foreach (var kept in result.Kept)
        {
            context.Output.WriteLine($"{Printable.OneLine(kept.Path)}: {Printable.OneLine(kept.Reason)}");
        }

        return ExitCodes.Ok;
    }
}
