namespace LocalAi.Contracts.Gateway;

/// <summary><c>GET /health</c>. 200 also when no model is there: the gateway itself is up and says what is missing.</summary>
public sealed record GatewayHealth
{
    /// <summary>ok or degraded.</summary>
    public required string Status { get; init; }

    public IReadOnlyList<EndpointHealth> HealthyEndpoints { get; set; } = [];

    public IReadOnlyList<EndpointHealth> UnhealthyEndpoints { get; set; } = [];

    public int HealthyCount { get; init; }

    public int UnhealthyCount { get; init; }

    /// <summary>Postgres, Redis: ok, or what is degraded.</summary>
    public IReadOnlyDictionary<string, string> Checks { get; set; } = new Dictionary<string, string>();
}
