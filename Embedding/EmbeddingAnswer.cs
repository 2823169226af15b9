using LocalAi.Embedding.Engines;

namespace LocalAi.Embedding;

/// <param name="Engine">lexical or upstream.</param>
/// <param name="Model">Model and dimension.</param>
/// <param name="Items">In the order of the request.</param>
internal sealed record EmbeddingAnswer(string Engine, EngineModel Model, EmbeddedText[] Items);
