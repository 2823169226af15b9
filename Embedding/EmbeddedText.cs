namespace LocalAi.Embedding;

/// <summary>A text's vector as the cache keeps it and the API gives it.</summary>
/// <param name="Vector">Length 1, or all zero for a text without a letter or digit.</param>
/// <param name="Tokens">Tokens as the engine counts them.</param>
/// <param name="Truncated">The engine saw only the beginning.</param>
internal sealed record EmbeddedText(float[] Vector, int Tokens, bool Truncated);
