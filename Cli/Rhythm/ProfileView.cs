using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Rhythm;

/// <summary>The learned load as bars, an hour a line.</summary>
internal static class ProfileView
{
    private const int BarCells = 20;

    public static async Task<int> ShowAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var profile = await context.Services.Rhythm.GetProfileAsync(cancellationToken);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, profile, OutputJson.Readable.RhythmProfile);
        }

        if (!profile.Learned)
        {
            context.Output.WriteLine(Language.Pick("Not learned yet: it takes a week of samples. Until then the fixed plan is used.", "아직 학습되지 않았습니다. 일주일치 측정이 필요하며, 그때까지는 정해진 계획을 씁니다."));
            return ExitCodes.Ok;
        }

        var table = new Table("HOUR", "WEEKDAY", "", "WEEKEND", "");
        for (var hour = 0; hour < profile.Weekday.Count && hour < profile.Weekend.Count; hour++)
        {
            table.Add($"{hour:00}:00", $"{profile.Weekday[hour] * 100:0} %", Bar(profile.Weekday[hour]), $"{profile.Weekend[hour] * 100:0} %", Bar(profile.Weekend[hour]));
        }

        table.Write(context.Output);
        return ExitCodes.Ok;
    }

    private static string Bar(double share) => new('█', (int)Math.Round(Math.Clamp(share, 0, 1) * BarCells));
}
