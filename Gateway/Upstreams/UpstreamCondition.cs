namespace LocalAi.Gateway.Upstreams;

internal enum UpstreamCondition
{
    /// <summary>Not asked yet, or it does not tell.</summary>
    Unknown,
    Ready,
    Loading,
    Unreachable,

    /// <summary>It answers but has no model.</summary>
    NoModel,
}
