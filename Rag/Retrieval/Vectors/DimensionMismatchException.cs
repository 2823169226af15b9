namespace LocalAi.Rag.Retrieval.Vectors;

/// <summary>A vector has another length than the collection's: it comes from another model, and mixing them gives nonsense.</summary>
internal sealed class DimensionMismatchException(int expected, int actual)
    : InvalidOperationException($"The collection holds vectors of {expected} dimensions, this one has {actual}. Re-embed the collection with one model.")
{
    public int Expected { get; } = expected;

    public int Actual { get; } = actual;
}
