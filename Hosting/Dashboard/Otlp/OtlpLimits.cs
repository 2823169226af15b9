namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>How much is kept of what a sender says.</summary>
internal sealed record OtlpLimits(int MaxAttributes, int MaxAttributeLength, int MaxBodyLength)
{
    /// <summary>Levels of arrays and maps within a value; deeper ones are malformed to us.</summary>
    public const int MaxNesting = 16;

    /// <summary>Characters kept of names: spans, scopes, keys, units.</summary>
    public const int MaxNameLength = 512;

    public static OtlpLimits From(DashboardOptions options) => new(options.MaxAttributes, options.MaxAttributeLength, options.MaxBodyLength);
}
