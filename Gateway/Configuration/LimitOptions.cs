namespace LocalAi.Gateway.Configuration;

/// <summary><c>Gateway:Limits</c>: what every caller may use unless its key says otherwise. 0: no limit.</summary>
internal sealed class LimitOptions
{
    /// <summary>Default 600.</summary>
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Prompt and completion. Default: no limit.</summary>
    public int TokensPerMinute { get; set; }

    /// <summary>Requests at the same time. Default 64.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>Wrong keys a minute from one address before more are refused unread. Default 10.</summary>
    public int WrongKeysPerMinute { get; set; } = 10;
}
