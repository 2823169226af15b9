namespace LocalAi.Contracts.Agent;

/// <param name="MediaType">For example image/png.</param>
/// <param name="Base64">The picture's bytes.</param>
public sealed record ToolImage(string MediaType, string Base64);
