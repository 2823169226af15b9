using System.Collections.Concurrent;

namespace LocalAi.Rag.Answers;

/// <summary>
/// How a model's own token counts relate to <see cref="LocalAi.Text.Tokens.TokenEstimate"/>, learnt from what its server counted for the prompts so far: the
/// context budget is meant in real tokens, and only the server has the tokenizer. Until the first answer the estimate stands.
/// </summary>
internal sealed class TokenScale
{
    /// <summary>A shorter prompt says more of the chat template than of the text.</summary>
    private const int FewestTokens = 200;

    private const int MostModels = 64;
    private const float Smallest = 0.5f;
    private const float Largest = 2;

    /// <summary>Share of the newest prompt: a conversation in another language shifts the scale within a few answers.</summary>
    private const float Newest = 0.3f;

    private readonly ConcurrentDictionary<string, float> _scales = new(StringComparer.Ordinal);

    /// <summary>Estimated tokens that are so many real ones.</summary>
    public int ToEstimate(string model, int tokens) => (int)(tokens / _scales.GetValueOrDefault(model, 1));

    public void Learn(string model, int estimated, int counted)
    {
        if (estimated < FewestTokens || counted <= 0 || (_scales.Count >= MostModels && !_scales.ContainsKey(model)))
        {
            return;
        }

        var scale = Math.Clamp((float)counted / estimated, Smallest, Largest);
        _scales.AddOrUpdate(model, scale, (_, known) => known + (Newest * (scale - known)));
    }
}
