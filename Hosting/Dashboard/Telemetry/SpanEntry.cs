namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>One received span. Ids are lower-case hex; <paramref name="ParentId"/> is empty for a root. Status is 0 unset, 1 ok, 2 error.</summary>
internal sealed record SpanEntry(
    TelemetryResource Resource, string Scope, string TraceId, string SpanId, string ParentId, string Name, int Kind,
    DateTimeOffset Start, DateTimeOffset End, int Status, string? StatusMessage,
    KeyValuePair<string, string>[] Attributes, SpanEvent[] Events, SpanLink[] Links)
{
    private static readonly string[] Kinds = ["Unspecified", "Internal", "Server", "Client", "Producer", "Consumer"];

    public bool IsError => Status == 2;

    public string KindName => Kind is >= 0 and <= 5 ? Kinds[Kind] : Kinds[0];

    /// <summary>Bytes it is estimated to hold in memory.</summary>
    public int Size => EntrySize.Fixed + EntrySize.Of(Name) + EntrySize.Of(Attributes)
        + Events.Sum(item => 64 + EntrySize.Of(item.Attributes)) + Links.Sum(item => 160 + EntrySize.Of(item.Attributes));
}
