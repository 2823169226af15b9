namespace LocalAi.Rag.Retrieval.Lexical;

/// <summary>Keeps the scratch memory of a few writes; what is over the bound is left to the garbage collector.</summary>
internal sealed class AnalyzedChunkPool
{
    private const int MaxKept = 128;
    private readonly Stack<AnalyzedChunk> _kept = [];

    public AnalyzedChunk[] Rent(int count)
    {
        var rented = new AnalyzedChunk[count];
        lock (_kept)
        {
            for (var i = 0; i < count; i++) rented[i] = _kept.TryPop(out var chunk) ? chunk : new AnalyzedChunk();
        }
        return rented;
    }

    public void Return(AnalyzedChunk[] rented)
    {
        lock (_kept)
        {
            foreach (var chunk in rented)
            {
                if (_kept.Count < MaxKept) _kept.Push(chunk);
            }
        }
    }
}
