namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>Section <c>Rhythm:Alerts</c>. Shares are 0 to 1.</summary>
public sealed class AlertOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>Time between two evaluations, 1 to 600 seconds.</summary>
    public double EverySeconds { get; set; } = 60;

    /// <summary>CPU, memory, disk and errors must stay beyond their mark for so long before an alert fires, and back for so long before it ends; 0 to 60 minutes.</summary>
    public double HoldMinutes { get; set; } = 5;

    /// <summary>CPU of the whole machine; ends 0.15 below. 0.3 to 1.</summary>
    public double CpuAbove { get; set; } = 0.9;

    /// <summary>Used memory; ends 0.05 below. 0.3 to 1.</summary>
    public double MemoryAbove { get; set; } = 0.92;

    /// <summary>Used space of the disk that holds the data folder; ends 0.03 below. 0.3 to 1.</summary>
    public double DiskAbove { get; set; } = 0.93;

    /// <summary>Share of the gateway's requests that fail, of at least 20 in 15 minutes; ends at half. 0.01 to 1.</summary>
    public double ErrorsAbove { get; set; } = 0.1;

    /// <summary>Latency of a service in milliseconds, as long as its own normal is not learned (100 probes); ends at 80 %. 10 to 60,000.</summary>
    public double LatencyAboveMs { get; set; } = 300;

    /// <summary>
    /// A probe that finds a service down, or up again, is repeated after one, two and four times so many seconds; when all agree the alert begins or ends at once.
    /// 0 to 60; 0: two of three checks decide alone.
    /// </summary>
    public double ConfirmSeconds { get; set; } = 15;

    /// <summary>Failures of a task in a row; ends with its next success. 1 to 100.</summary>
    public int FailuresInARow { get; set; } = 3;

    /// <summary>Address that gets every change as a JSON POST; empty: none. The text has no private data.</summary>
    public string Webhook { get; set; } = "";

    /// <summary>When given, a webhook's header <c>x-localai-signature</c> is <c>sha256=</c> and the HMAC-SHA256 of the body under this secret, in hex.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>True shows a notice on this machine's desktop when <c>notify-send</c> is there.</summary>
    public bool Desktop { get; set; }
}
