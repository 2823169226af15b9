namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>A link of a span as the API shows it.</summary>
internal sealed record SpanLinkView(string TraceId, string SpanId, IReadOnlyDictionary<string, string> Attributes);
