namespace LocalAi.Gateway.Configuration;

/// <summary><c>Gateway:Cache</c>.</summary>
internal sealed class CacheOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>How long an answer may be repeated. Default 300 s.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>Memory of all answers in bytes. Default 32 MiB.</summary>
    public long MaxBytes { get; set; } = 32 << 20;

    /// <summary>Largest answer that is kept, in bytes. Default 1 MiB.</summary>
    public int MaxAnswerBytes { get; set; } = 1 << 20;

    /// <summary>Callers with different keys share answers. Default: no.</summary>
    public bool ShareAcrossKeys { get; set; }
}
