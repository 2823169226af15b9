using LocalAi.Gateway.Callers;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Routing;
using LocalAi.Gateway.Telemetry;

namespace LocalAi.Gateway.Calls;

/// <summary>One request for a model, and what is learnt of it on the way.</summary>
internal sealed class ModelCall
{
    public required string RequestId { get; init; }

    public required RequestKind Kind { get; init; }

    public required RequestBody Body { get; init; }

    public required RequestShape Shape { get; init; }

    public required Caller Caller { get; init; }

    public required RoutingTable Table { get; init; }

    /// <summary>The public model that answers; for <c>auto</c> the one that was picked.</summary>
    public required string Model { get; init; }

    /// <summary>Why <c>auto</c> picked it, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it arrived, in <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public required long Started { get; init; }

    /// <summary>hit, miss or off.</summary>
    public string Cache { get; set; } = "off";

    /// <summary>The upstream that answered, or was tried last.</summary>
    public string? Upstream { get; set; }

    public string? Provider { get; set; }

    /// <summary>The model's id there.</summary>
    public string? UpstreamModel { get; set; }

    /// <summary>Attempts beyond the first on an upstream.</summary>
    public int Retries { get; set; }

    /// <summary>Upstreams given up before the one that answered.</summary>
    public int Fallbacks { get; set; }

    /// <summary>Time spent in lines before upstreams.</summary>
    public TimeSpan Queued { get; set; }

    /// <summary>When the first part of the answer came, in <see cref="TimeProvider.GetTimestamp"/>; 0: none came.</summary>
    public long FirstToken { get; set; }

    public TokenUsage Usage { get; set; }

    /// <summary>True when <see cref="Usage"/> was counted here because the upstream does not report it.</summary>
    public bool UsageIsEstimated { get; set; }

    /// <summary>ok, canceled, or the code of the error.</summary>
    public string Outcome { get; set; } = "ok";

    /// <summary>The same request over another copy of its body.</summary>
    public ModelCall WithBody(RequestBody body) => new()
    {
        RequestId = RequestId,
        Kind = Kind,
        Body = body,
        Shape = Shape,
        Caller = Caller,
        Table = Table,
        Model = Model,
        Reason = Reason,
        Started = Started,
        Cache = Cache,
    };

    /// <summary>Takes what was learnt by a call that was run in this one's place.</summary>
    public void TakeOver(ModelCall other)
    {
        (Upstream, Provider, UpstreamModel) = (other.Upstream, other.Provider, other.UpstreamModel);
        (Retries, Fallbacks, Queued, FirstToken) = (other.Retries, other.Fallbacks, other.Queued, other.FirstToken);
        (Usage, UsageIsEstimated) = (other.Usage, other.UsageIsEstimated);
    }
}
