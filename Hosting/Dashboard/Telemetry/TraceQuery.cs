namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>Which traces are asked for. All conditions must hold.</summary>
internal sealed record TraceQuery(string? Resource = null, string? Search = null, bool? HasError = null)
{
    public bool Matches(Trace trace) =>
        (HasError is null || trace.HasError == HasError)
        && (Resource is null || trace.Spans.Any(span => span.Resource.IsNamed(Resource)))
        && (Search is null || trace.TraceId.StartsWith(Search, StringComparison.OrdinalIgnoreCase)
            || trace.Spans.Any(span => span.Name.Contains(Search, StringComparison.OrdinalIgnoreCase)));
}
