namespace LocalAi.Contracts.Embedding;

/// <param name="Vector">Unit length, <c>dim</c> numbers.</param>
/// <param name="Tokens">Tokens of the text as the engine counts them.</param>
/// <param name="Truncated">True when the engine saw only the beginning of the text.</param>
public sealed record EmbedItem(float[] Vector, int Tokens, bool Truncated);
