namespace LocalAi.Gateway.Resilience;

/// <summary>How an upstream failed; callers are told which.</summary>
internal enum FailureKind
{
    /// <summary>Turned off, without a key, or not allowed.</summary>
    Off,

    /// <summary>No connection.</summary>
    Unreachable,

    /// <summary>The connection broke before an answer began.</summary>
    Reset,

    /// <summary>It accepted the request and said nothing.</summary>
    Silent,

    /// <summary>429, or its line is full.</summary>
    Busy,

    /// <summary>A model is being loaded.</summary>
    Loading,

    /// <summary>500 or an answer that cannot be retried.</summary>
    ServerError,

    /// <summary>502, 503, 504.</summary>
    Unavailable,

    /// <summary>401 or 403: its key is wrong.</summary>
    Refused,

    /// <summary>It does not have the model.</summary>
    Missing,

    /// <summary>It says the request is wrong (other 4xx).</summary>
    Rejected,

    /// <summary>Not JSON, or cut short, before anything was passed on.</summary>
    BadAnswer,

    /// <summary>The answer broke off after parts of it were passed on.</summary>
    BrokenStream,

    /// <summary>Its breaker keeps requests away.</summary>
    BreakerOpen,
}
