using LocalAi.Contracts.Rag;

namespace LocalAi.Rag.Answers;

/// <summary>A source with what answers are made of.</summary>
/// <param name="Source">As it is shown; its number is its place.</param>
/// <param name="Text">The whole chunk.</param>
/// <param name="Tokens">Estimated tokens of the text.</param>
internal sealed record FoundChunk(Source Source, string Text, int Tokens);
