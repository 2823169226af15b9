namespace LocalAi.Contracts.Gateway;

/// <summary><c>POST /prewarm</c>: loads models and waits until they are ready.</summary>
/// <param name="Models">Public models; null: those named in configuration.</param>
public sealed record PrewarmRequest(IReadOnlyList<string>? Models = null);
