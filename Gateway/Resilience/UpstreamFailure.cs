namespace LocalAi.Gateway.Resilience;

/// <summary>Why an upstream gave no (whole) answer.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Message">What happened, as the end of a sentence that begins with the upstream's name.</param>
internal sealed record UpstreamFailure(FailureKind Kind, string Message)
{
    /// <summary>The upstream's status, or null when it did not answer.</summary>
    public int? Status { get; init; }

    /// <summary>When the upstream wants to be asked again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The upstream's own error body when it is an OpenAI error object; passed on when the request is at fault.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Worth another attempt on the same upstream. Silence never is: waiting twice helps nobody.</summary>
    public bool IsTransient => Kind is FailureKind.Unreachable or FailureKind.Reset or FailureKind.Unavailable or FailureKind.Busy;

    /// <summary>Says something about the upstream's health.</summary>
    public bool CountsForBreaker => Kind is FailureKind.Unreachable or FailureKind.Reset or FailureKind.Silent or FailureKind.ServerError
        or FailureKind.Unavailable or FailureKind.BadAnswer or FailureKind.BrokenStream;
}
