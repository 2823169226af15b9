namespace LocalAi.Contracts.Gateway;

/// <summary>A public model and where it is served.</summary>
/// <param name="Id">chat-7b, code-7b, auto or embedding.</param>
/// <param name="Ready">True when an upstream can answer now.</param>
/// <param name="Upstreams">In the order they are tried.</param>
public sealed record GatewayModel(string Id, bool Ready, IReadOnlyList<GatewayModelUpstream> Upstreams);
