namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>What sent a record: <c>service.name</c>, <c>service.instance.id</c> and the rest of its attributes.</summary>
internal sealed record TelemetryResource(string Name, string? InstanceId, KeyValuePair<string, string>[] Attributes)
{
    /// <summary>The name OpenTelemetry gives a sender that does not name itself.</summary>
    public const string UnknownService = "unknown_service";

    public static TelemetryResource From(KeyValuePair<string, string>[] attributes) =>
        new(Find(attributes, "service.name") ?? UnknownService, Find(attributes, "service.instance.id"), attributes);

    public bool IsNamed(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    private static string? Find(KeyValuePair<string, string>[] attributes, string key)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Key == key && attribute.Value.Length > 0)
                return attribute.Value;
        }

        return null;
    }
}
