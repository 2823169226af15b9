using LocalAi.Contracts.Gateway;

namespace LocalAi.Gateway.Upstreams;

/// <summary>What an upstream said of itself.</summary>
internal sealed record UpstreamProbe(UpstreamCondition Condition, string? Detail = null)
{
    public static readonly UpstreamProbe Unknown = new(UpstreamCondition.Unknown);

    public IReadOnlyList<UpstreamModel> Models { get; init; } = [];

    /// <summary>Requests it takes at the same time, or null when it does not tell.</summary>
    public int? Slots { get; init; }

    /// <summary>Whether it is generating now, or null when it does not tell.</summary>
    public bool? Working { get; init; }

    /// <summary>When it was asked; null: never.</summary>
    public DateTimeOffset? At { get; init; }
}
