using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>A log record as the API shows it.</summary>
internal sealed record LogView(
    long Id, DateTimeOffset Time, string Resource, string? InstanceId, string Level, int Severity, string Message, string Scope,
    string? EventName, string? TraceId, string? SpanId, IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyDictionary<string, string> ResourceAttributes)
{
    public static LogView From(LogEntry entry) => new(
        entry.Id, entry.Time, entry.Resource.Name, entry.Resource.InstanceId,
        Telemetry.Severity.NameOf(entry.Severity, entry.SeverityText), entry.Severity,
        MessageTemplate.Fill(entry.Body, entry.Attributes), entry.Scope, entry.EventName,
        entry.TraceId.Length > 0 ? entry.TraceId : null, entry.SpanId.Length > 0 ? entry.SpanId : null,
        AttributesView.From(entry.Attributes), AttributesView.From(entry.Resource.Attributes));
}
