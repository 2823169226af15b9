namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>A local time of day as instants, over daylight-saving changes.</summary>
internal static class DailyTime
{
    /// <summary>
    /// The first occurrence after <paramref name="after"/>. A time that a change to summer time leaves out becomes the next valid minute;
    /// a time that a change to winter time repeats is its first occurrence.
    /// </summary>
    public static DateTimeOffset Next(DateTimeOffset after, TimeOnly at, TimeZoneInfo zone)
    {
        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, zone).DateTime);
        if (at.Hour >= 21)
        {
            // A change that skips midnight can push yesterday's late occurrence into today.
            date = date.AddDays(-1);
        }

        while (true)
        {
            var occurrence = On(date, at, zone);
            if (occurrence > after)
            {
                return occurrence;
            }

            date = date.AddDays(1);
        }
    }

    private static DateTimeOffset On(DateOnly date, TimeOnly at, TimeZoneInfo zone)
    {
        var local = date.ToDateTime(at);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
