namespace LocalAi.AgentApi.Tools.Web.Proxy;

/// <param name="Host">Where the page wanted to go.</param>
/// <param name="Port">Its port.</param>
/// <param name="Reason">Why it did not get there.</param>
/// <param name="Refused">True when a rule kept it from it, false when the host could not be reached.</param>
internal sealed record BlockedRequest(string Host, int Port, string Reason, bool Refused);
