namespace LocalAi.Contracts.Gateway;

/// <summary><c>GET /api/models</c>.</summary>
public sealed record GatewayModelList(IReadOnlyList<GatewayModel> Models);
