using LocalAi.Contracts.Embedding;

namespace LocalAi.Embedding.Engines;

/// <param name="Text">The text, free of NUL and lone surrogates.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Tokens">Estimated tokens.</param>
internal readonly record struct EngineText(string Text, EmbedKind Kind, int Tokens);
