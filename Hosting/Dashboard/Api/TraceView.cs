namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>One trace with its spans by start.</summary>
internal sealed record TraceView(string TraceId, IReadOnlyList<SpanView> Spans, int DroppedSpans);
