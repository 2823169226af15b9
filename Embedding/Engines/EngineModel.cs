namespace LocalAi.Embedding.Engines;

/// <param name="Name">Stored with every vector.</param>
/// <param name="Dimension">Length of the vectors.</param>
internal readonly record struct EngineModel(string Name, int Dimension);
