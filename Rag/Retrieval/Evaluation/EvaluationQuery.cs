using System.Text.Json.Serialization;

namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>A question of an evaluation set.</summary>
/// <param name="Id">Unique in the set.</param>
/// <param name="Class">Class the figures are reported by.</param>
/// <param name="HeldOut">Not looked at while tuning.</param>
/// <param name="Text">The question.</param>
/// <param name="Relevant">Gain of each passage that answers it: an object of id and gain, or a list of ids, which count 1.</param>
/// <param name="Answerable">False when the right answer is to abstain; left out, a question without passages is one.</param>
internal sealed record EvaluationQuery(
    string Id,
    string Class,
    [property: JsonPropertyName("held_out")] bool HeldOut,
    string Text,
    [property: JsonConverter(typeof(GainsConverter))] IReadOnlyDictionary<string, double> Relevant,
    bool? Answerable = null)
{
    public bool IsAnswerable => Answerable ?? Relevant.Count > 0;
}
