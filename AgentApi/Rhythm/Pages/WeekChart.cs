using System.Globalization;
using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Pages;

/// <summary>
/// This week as one picture: bars are what others really used, the line is what is expected, shaded hours are the quiet windows that tolerant
/// tasks move into, small marks below are the next runs.
/// </summary>
internal static class WeekChart
{
    private const int HourWidth = 6;
    private const int Top = 18;
    private const int Height = 100;
    private const int Hours = 7 * 24;

    /// <summary>When this week began, local time.</summary>
    public static DateTimeOffset Monday(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var monday = local.Date.AddDays(-(((int)local.DayOfWeek + 6) % 7));
        return new DateTimeOffset(monday, zone.GetUtcOffset(monday)).ToUniversalTime();
    }

    public static void Draw(Markup page, PageModel model)
    {
        var start = Monday(model.Plan.At, model.Zone);
        page.Raw($"<svg class=\"week\" viewBox=\"0 0 {Hours * HourWidth} {Top + Height + 22}\" role=\"img\" aria-label=\"CPU of others this week by hour: real, expected, quiet windows and next runs\">");
        for (var day = 0; day < 7; day++)
        {
            var label = TimeZoneInfo.ConvertTime(start.AddHours((day * 24) + 12), model.Zone).ToString("ddd dd", CultureInfo.InvariantCulture);
            page.Add($"<line class=\"day\" x1=\"{day * 24 * HourWidth}\" y1=\"0\" x2=\"{day * 24 * HourWidth}\" y2=\"{Top + Height}\"/><text x=\"{(day * 24 * HourWidth) + 4}\" y=\"12\">{label}</text>");
        }

        if (model.Profile is { } profile)
        {
            Expected(page, profile, start);
        }

        foreach (var hour in model.Hours)
        {
            var slot = (int)Math.Floor((new DateTimeOffset(hour.At, TimeSpan.Zero) - start).TotalHours);
            var height = Math.Max(1, hour.ForeignCpu * Height);
            page.Add($"<rect class=\"real\" x=\"{(slot * HourWidth) + 1}\" y=\"{Top + Height - height:0}\" width=\"{HourWidth - 2}\" height=\"{height:0}\"><title>{Markup.Local(hour.At, model.Zone)}: others {hour.ForeignCpu * 100:0} %, all {hour.Cpu * 100:0} %</title></rect>");
        }

        foreach (var task in model.Plan.Tasks)
        {
            if (task.Until is { } until && Place(until, start) is { } x)
            {
                page.Add($"<path class=\"next\" d=\"M{x:0.0} {Top + Height + 2}l-4 9h8z\"><title>{task.Name}: {Markup.Local(until, model.Zone)}</title></path>");
            }
        }

        if (Place(model.Plan.At, start) is { } now)
        {
            page.Add($"<line class=\"now\" x1=\"{now:0.0}\" y1=\"0\" x2=\"{now:0.0}\" y2=\"{Top + Height}\"/>");
        }

        page.Raw($"<line class=\"day\" x1=\"0\" y1=\"{Top + Height}\" x2=\"{Hours * HourWidth}\" y2=\"{Top + Height}\"/></svg>");
    }

    private static void Expected(Markup page, LoadProfile profile, DateTimeOffset start)
    {
        var quiet = profile.Bins.Average() - (LoadPolicy.Steady.QuietHourMargin ?? 0);
        page.Raw("<g>");
        for (var slot = 0; slot < Hours; slot++)
        {
            var expected = profile.Expected(start.AddHours(slot));
            if (expected < quiet)
            {
                page.Add($"<rect class=\"quiet\" x=\"{slot * HourWidth}\" y=\"{Top}\" width=\"{HourWidth}\" height=\"{Height}\"/>");
            }
        }

        page.Raw("</g><polyline class=\"expected\" points=\"");
        for (var slot = 0; slot < Hours; slot++)
        {
            page.Add($"{(slot * HourWidth) + (HourWidth / 2)},{Top + Height - (profile.Expected(start.AddHours(slot)) * Height):0.0} ");
        }

        page.Raw("\"/>");
    }

    private static double? Place(DateTimeOffset at, DateTimeOffset start) => (at - start).TotalHours is >= 0 and < Hours and var hours ? hours * HourWidth : null;
}
