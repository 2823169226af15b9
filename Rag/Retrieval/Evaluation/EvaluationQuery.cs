using System.Text.Json.Serialization;

namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>A question of an evaluation set.</summary>
/// <param name="Id">Unique in the set.</param>
/// <param name="Class">Class the figures are reported by.</param>
/// <param name="HeldOut">Not looked at while tuning.</param>
/// <param name="Text">The question.</param>
/// <param name="Relevant">Passages that answer it; none means the right answer is to abstain.</param>
internal sealed record EvaluationQuery(
    string Id, string Class, [property: JsonPropertyName("held_out")] bool HeldOut, string Text, IReadOnlyList<string> Relevant);
