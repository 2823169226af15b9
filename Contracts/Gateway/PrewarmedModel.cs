namespace LocalAi.Contracts.Gateway;

/// <param name="Model">Public model.</param>
/// <param name="Ready">True when it answers now without loading.</param>
/// <param name="Upstream">Where it was loaded, or null.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Detail">Why it is not ready, or null.</param>
public sealed record PrewarmedModel(string Model, bool Ready, string? Upstream, double Seconds, string? Detail = null);
