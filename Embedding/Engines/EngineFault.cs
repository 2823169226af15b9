namespace LocalAi.Embedding.Engines;

/// <summary>Why an engine failed; decides the status the caller sees.</summary>
internal enum EngineFault
{
    /// <summary>Nobody answers: 503.</summary>
    Unreachable,
    /// <summary>It answers that it has no time, or is still loading: 503 with Retry-After.</summary>
    Busy,
    /// <summary>No answer in time: 504.</summary>
    Timeout,
    /// <summary>An answer that is not what was asked for: 502.</summary>
    Garbage,
    /// <summary>It refuses the request (wrong key, unknown model): 502.</summary>
    Refused,
}
