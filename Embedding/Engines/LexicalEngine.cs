using LocalAi.Text.Tokens;
using LocalAi.Text.Vectors;

namespace LocalAi.Embedding.Engines;

/// <summary>Works without a model: hashed words, syllables and jamo. Shared spelling, not meaning; its vectors carry its name.</summary>
internal sealed class LexicalEngine : IEmbeddingEngine
{
    public string Name => "lexical";

    public ValueTask<EngineModel> ModelAsync(CancellationToken cancellationToken) => new(new EngineModel(HashedVector.ModelName, HashedVector.Dimension));

    public Task<EmbeddedText[]> EmbedAsync(IReadOnlyList<EngineText> texts, CancellationToken cancellationToken)
    {
        var embedded = new EmbeddedText[texts.Count];
        for (var i = 0; i < texts.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            embedded[i] = new EmbeddedText(HashedVector.Compute(texts[i].Text), TokenEstimate.Count(texts[i].Text), false);
        }
        return Task.FromResult(embedded);
    }
}
