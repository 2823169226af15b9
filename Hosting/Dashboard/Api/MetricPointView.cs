using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>A point as the API shows it; a number JSON can't hold is null.</summary>
internal sealed record MetricPointView(
    DateTimeOffset? Start, DateTimeOffset Time, double? Value, ulong? Count, double? Min, double? Max, double[]? Bounds, ulong[]? BucketCounts)
{
    public static MetricPointView From(MetricPoint point) => new(
        point.Start, point.Time, Finite(point.Value), point.Count, Finite(point.Min), Finite(point.Max),
        point.Bounds is { } bounds && Array.TrueForAll(bounds, double.IsFinite) ? bounds : null, point.BucketCounts);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
