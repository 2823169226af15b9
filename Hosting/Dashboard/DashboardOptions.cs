namespace LocalAi.Hosting.Dashboard;

/// <summary>Ports, secrets and bounds of the dashboard. Defaults run; nothing is required.</summary>
public sealed class DashboardOptions
{
    /// <summary>Loopback port of the pages and their API; 0 takes a free one. Default 18888.</summary>
    public int Port { get; set; } = 18888;

    /// <summary>Loopback port of the OTLP/HTTP receiver; 0 takes a free one. Default 18889.</summary>
    public int OtlpPort { get; set; } = 18889;

    /// <summary>Login and bearer token, at least 16 characters; null makes a new random one for this run.</summary>
    public string? Token { get; set; }

    /// <summary>Key that exporters send as <c>x-otlp-api-key</c>; null accepts any process of this machine.</summary>
    public string? OtlpApiKey { get; set; }

    /// <summary>Log records kept, all resources together. Default 10,000.</summary>
    public int MaxLogs { get; set; } = 10_000;

    /// <summary>Traces kept. Default 10,000.</summary>
    public int MaxTraces { get; set; } = 10_000;

    /// <summary>Spans kept of one trace; further ones are counted as dropped. Default 5,000.</summary>
    public int MaxSpansPerTrace { get; set; } = 5_000;

    /// <summary>Metric points kept, all series together. Default 50,000.</summary>
    public int MaxMetricPoints { get; set; } = 50_000;

    /// <summary>Estimated bytes kept of each signal; the oldest go first, even below the counts above. Default 32 MiB.</summary>
    public long MaxSignalBytes { get; set; } = 32L << 20;

    /// <summary>Attributes kept of one record, span, point or resource. Default 128.</summary>
    public int MaxAttributes { get; set; } = 128;

    /// <summary>Characters kept of an attribute's value. Default 8,192.</summary>
    public int MaxAttributeLength { get; set; } = 8_192;

    /// <summary>Characters kept of a log body. Default 32,768.</summary>
    public int MaxBodyLength { get; set; } = 32_768;

    /// <summary>Bytes of one OTLP request, on the wire and unpacked. Default 4 MiB.</summary>
    public int MaxOtlpRequestBytes { get; set; } = 4 << 20;

    /// <summary>Live streams open at once; further ones get 503. Default 64.</summary>
    public int MaxStreams { get; set; } = 64;

    /// <summary>Wrong tokens allowed in a minute before logins are refused with 429. Default 10.</summary>
    public int MaxLoginFailuresPerMinute { get; set; } = 10;

    /// <summary>How long a login lasts. Default three days.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long start, stop or restart may take before the caller is told that it still runs. Default two minutes.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromMinutes(2);
}
