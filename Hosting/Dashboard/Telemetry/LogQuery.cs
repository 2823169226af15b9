namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>Which log records are asked for. All conditions must hold.</summary>
/// <param name="Resource">Name of the sender, or null for all.</param>
/// <param name="MinSeverity">Lowest severity number.</param>
/// <param name="Search">Text in the message, the scope, the event or an attribute's value, without regard to case.</param>
/// <param name="TraceId">Lower-case hex.</param>
internal sealed record LogQuery(string? Resource = null, int MinSeverity = 0, string? Search = null, string? TraceId = null)
{
    public bool Matches(LogEntry entry) =>
        entry.Severity >= MinSeverity
        && (Resource is null || entry.Resource.IsNamed(Resource))
        && (TraceId is null || string.Equals(entry.TraceId, TraceId, StringComparison.OrdinalIgnoreCase))
        && (Search is null || Contains(entry, Search));

    private static bool Contains(LogEntry entry, string text) =>
        Has(entry.Body, text) || Has(entry.Scope, text) || Has(entry.EventName, text)
        || Array.Exists(entry.Attributes, attribute => Has(attribute.Value, text));

    private static bool Has(string? value, string text) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
