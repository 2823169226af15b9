using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>A span as the API shows it.</summary>
internal sealed record SpanView(
    string SpanId, string? ParentId, string Name, string Kind, string Resource, string Scope, DateTimeOffset Start, double DurationMilliseconds,
    bool IsError, string? StatusMessage, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<SpanEventView> Events,
    IReadOnlyList<SpanLinkView> Links)
{
    public static SpanView From(SpanEntry span) => new(
        span.SpanId, span.ParentId.Length > 0 ? span.ParentId : null, span.Name, span.KindName, span.Resource.Name, span.Scope, span.Start,
        (span.End - span.Start).TotalMilliseconds, span.IsError, span.StatusMessage, AttributesView.From(span.Attributes),
        [.. span.Events.Select(item => new SpanEventView(item.Name, item.Time, AttributesView.From(item.Attributes)))],
        [.. span.Links.Select(item => new SpanLinkView(item.TraceId, item.SpanId, AttributesView.From(item.Attributes)))]);
}
