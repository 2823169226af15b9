namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>The spans of one trace at one moment.</summary>
/// <param name="TraceId">Lower-case hex.</param>
/// <param name="Spans">In order of arrival.</param>
/// <param name="DroppedSpans">Spans that came after the limit was reached.</param>
internal sealed record Trace(string TraceId, IReadOnlyList<SpanEntry> Spans, int DroppedSpans)
{
    /// <summary>The span without a parent, else the earliest one.</summary>
    public SpanEntry Root => Spans.FirstOrDefault(span => span.ParentId.Length == 0) ?? Spans.MinBy(span => span.Start)!;

    public DateTimeOffset Start => Spans.Min(span => span.Start);

    public DateTimeOffset End => Spans.Max(span => span.End);

    public bool HasError => Spans.Any(span => span.IsError);
}
