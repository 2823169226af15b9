using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.Tests.Rhythm;

public sealed class DailyTimeTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeZoneInfo Seoul = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");

    [Theory]
    [InlineData("2026-03-02T00:00:00Z", "03:00", "2026-03-02T18:00:00Z")]
    [InlineData("2026-03-02T18:00:00Z", "03:00", "2026-03-03T18:00:00Z")]
    [InlineData("2026-03-02T17:59:59Z", "03:00", "2026-03-02T18:00:00Z")]
    [InlineData("2026-03-02T14:00:00Z", "23:30", "2026-03-02T14:30:00Z")]
    public void Next_ZoneWithoutSummerTime_IsTheLocalTime(string after, string at, string expected) =>
        DailyTime.Next(Parse(after), TimeOnly.Parse(at), Seoul).ShouldBe(Parse(expected));

    [Fact]
    public void Next_TimeLeftOutInSpring_IsTheNextValidMinute() =>
        DailyTime.Next(Parse("2026-03-28T12:00:00Z"), new TimeOnly(2, 30), Berlin).ShouldBe(Parse("2026-03-29T01:00:00Z"));

    [Fact]
    public void Next_TimeRepeatedInAutumn_IsTheFirst_AndOnlyOnce()
    {
        var first = DailyTime.Next(Parse("2026-10-24T12:00:00Z"), new TimeOnly(2, 30), Berlin);

        first.ShouldBe(Parse("2026-10-25T00:30:00Z"));
        DailyTime.Next(first, new TimeOnly(2, 30), Berlin).ShouldBe(Parse("2026-10-26T01:30:00Z"));
    }

    [Fact]
    public void Next_OverAYear_GivesEachDayOnce()
    {
        var at = Parse("2025-12-31T12:00:00Z");
        var days = new HashSet<DateOnly>();
        for (var i = 0; i < 365; i++)
        {
            at = DailyTime.Next(at, new TimeOnly(3, 0), Berlin);
            days.Add(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Berlin).DateTime)).ShouldBeTrue();
        }

        days.Count.ShouldBe(365);
    }

    private static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
