namespace LocalAi.Contracts.Gateway;

/// <summary>A model an upstream has.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="State">loaded, loading, unloaded or unknown.</param>
public sealed record UpstreamModel(string Id, string State);
