namespace LocalAi.ServiceDefaults.Configuration;

/// <summary>Section <c>LocalAi</c>: what all services of one installation have in common. AppHost sets it.</summary>
public sealed class LocalAiOptions
{
    public const string Section = "LocalAi";

    /// <summary>The key services and the CLI of this installation use with each other. Empty: only loopback callers without a key are known.</summary>
    public string InternalKey { get; set; } = "";

    /// <summary>The data folder. Default: <c>$LOCALAI_DATA</c>, else the platform's place for application data + <c>localai</c>.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>Host names that requests may be addressed to, beside localhost, 127.0.0.1 and [::1]. Everything else is refused (DNS rebinding).</summary>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>Origins (<c>https://name:port</c>) whose pages may call the service, beside pages served from loopback.</summary>
    public string[] AllowedOrigins { get; set; } = [];
}
