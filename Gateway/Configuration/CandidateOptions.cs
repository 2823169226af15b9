namespace LocalAi.Gateway.Configuration;

/// <summary>One upstream of a public model: <c>Gateway:Models:{model}:{n}</c>.</summary>
internal sealed class CandidateOptions
{
    /// <summary>Name under <c>Gateway:Upstreams</c>.</summary>
    public string Upstream { get; set; } = "";

    /// <summary>The model's id there. Empty: the upstream's provider chooses.</summary>
    public string Model { get; set; } = "";

    /// <summary>Routes with the same order share the requests by <see cref="Weight"/>; lower orders are tried first. Default: the place in the list.</summary>
    public int? Order { get; set; }

    /// <summary>1 to 100. Default 1.</summary>
    public int Weight { get; set; } = 1;
}
