namespace LocalAi.Rag.Answers;

/// <param name="Text">The sentence.</param>
/// <param name="Worth">Share of the question's information it holds, 0 to 1.</param>
internal readonly record struct ScoredSentence(string Text, float Worth);
