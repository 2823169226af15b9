using LocalAi.Gateway.Requests;

namespace LocalAi.Gateway.Upstreams.Http;

/// <summary>What is sent to an upstream.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Address">On the upstream's own endpoint.</param>
/// <param name="Body">JSON; empty for GET.</param>
/// <param name="RequestId">Sent as <c>x-request-id</c>; null: none.</param>
internal readonly record struct UpstreamRequest(HttpMethod Method, Uri Address, SplicedBody Body, string? RequestId);
