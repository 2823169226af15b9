namespace LocalAi.Rag.Documents;

/// <param name="DocumentId">The document.</param>
/// <param name="Outcome">What happened to it.</param>
/// <param name="NewChunks">Chunks that were not there before.</param>
internal sealed record DocumentWritten(long DocumentId, WriteOutcome Outcome, int NewChunks);
