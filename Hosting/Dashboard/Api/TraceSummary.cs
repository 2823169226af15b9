using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>A trace in a list.</summary>
internal sealed record TraceSummary(
    string TraceId, string Name, string Resource, DateTimeOffset Start, double DurationMilliseconds, int Spans, bool HasError,
    IReadOnlyList<string> Resources)
{
    public static TraceSummary From(Trace trace) => new(
        trace.TraceId, trace.Root.Name, trace.Root.Resource.Name, trace.Start, (trace.End - trace.Start).TotalMilliseconds,
        trace.Spans.Count, trace.HasError, [.. trace.Spans.Select(span => span.Resource.Name).Distinct(StringComparer.OrdinalIgnoreCase)]);
}
