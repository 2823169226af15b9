namespace LocalAi.Contracts.Gateway;

/// <summary>Answer of <c>/prewarm</c>: one entry per model, 200 also when a model could not be loaded.</summary>
public sealed record PrewarmResult(IReadOnlyList<PrewarmedModel> Models);
