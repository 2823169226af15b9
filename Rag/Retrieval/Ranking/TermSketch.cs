namespace LocalAi.Rag.Retrieval.Ranking;

/// <summary>Bottom-k sketch of a set of terms (Cohen 1997): the smallest keys estimate the Jaccard similarity of two sets.</summary>
internal sealed class TermSketch
{
    private const int Size = 128;
    private readonly ulong[] _smallest;

    public TermSketch(HashSet<ulong> terms)
    {
        var keys = new ulong[terms.Count];
        terms.CopyTo(keys);
        Array.Sort(keys);
        _smallest = keys.Length <= Size ? keys : keys[..Size];
    }

    /// <summary>Shared terms over all terms, 0 to 1.</summary>
    public float Similarity(TermSketch other)
    {
        int i = 0, j = 0, shared = 0, seen = 0;
        while (seen < Size && (i < _smallest.Length || j < other._smallest.Length))
        {
            seen++;
            if (j == other._smallest.Length || (i < _smallest.Length && _smallest[i] < other._smallest[j])) i++;
            else if (i == _smallest.Length || other._smallest[j] < _smallest[i]) j++;
            else
            {
                shared++;
                i++;
                j++;
            }
        }
        return seen == 0 ? 0 : (float)shared / seen;
    }
}
