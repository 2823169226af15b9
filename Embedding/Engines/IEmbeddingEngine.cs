namespace LocalAi.Embedding.Engines;

/// <summary>Makes vectors. Called with batches that fit its limits, from several workers at once.</summary>
internal interface IEmbeddingEngine
{
    /// <summary>lexical or upstream.</summary>
    string Name { get; }

    /// <summary>The model's name and the length of its vectors; asks the upstream the first time.</summary>
    /// <exception cref="EngineException">The upstream does not tell.</exception>
    ValueTask<EngineModel> ModelAsync(CancellationToken cancellationToken);

    /// <summary>Vectors in the order of the texts.</summary>
    /// <exception cref="EngineException">The batch could not be computed; the message says what to do.</exception>
    Task<EmbeddedText[]> EmbedAsync(IReadOnlyList<EngineText> texts, CancellationToken cancellationToken);
}
