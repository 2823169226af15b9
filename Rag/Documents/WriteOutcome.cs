namespace LocalAi.Rag.Documents;

internal enum WriteOutcome
{
    Added,
    Changed,

    /// <summary>Somebody else wrote the same content first, or only the file's time changed.</summary>
    Unchanged,
}
