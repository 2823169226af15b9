namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>An event of a span as the API shows it.</summary>
internal sealed record SpanEventView(string Name, DateTimeOffset Time, IReadOnlyDictionary<string, string> Attributes);
