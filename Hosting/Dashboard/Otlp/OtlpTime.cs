namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>Nanoseconds since 1970 to the 100 ns ticks of .NET. The largest ulong is the year 2554: it always fits.</summary>
internal static class OtlpTime
{
    public static DateTimeOffset From(ulong unixNanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(unixNanoseconds / 100));
}
