using LocalAi.Rag.Documents;

namespace LocalAi.Rag.Ingest;

/// <summary>A document that was read and cut and waits for its group.</summary>
/// <param name="Draft">What is written.</param>
/// <param name="File">Where it came from.</param>
/// <param name="Written">Ends when it is in Postgres and in the index; null when nobody waits for it.</param>
internal sealed record CutDocument(DocumentDraft Draft, FileEntry File, TaskCompletionSource? Written);
