namespace LocalAi.Rag.Retrieval.Lexical;

/// <summary>Keeps the best k of a stream: a binary heap with the worst on top. Equal scores keep the lower slot.</summary>
internal ref struct TopSlots(Span<ScoredSlot> heap)
{
    private readonly Span<ScoredSlot> _heap = heap;

    public int Count { get; private set; }

    /// <summary>What a score must beat; -∞ until the heap is full.</summary>
    public float Threshold { get; private set; } = float.NegativeInfinity;

    public void Add(int slot, float score)
    {
        var item = new ScoredSlot(slot, score);
        if (Count < _heap.Length)
        {
            SiftUp(item);
            Count++;
        }
        else if (IsWorse(_heap[0], item))
        {
            SiftDown(item, Count);
        }
        if (Count == _heap.Length) Threshold = _heap[0].Score;
    }

    /// <summary>Sorts best first; the heap is used up.</summary>
    public Span<ScoredSlot> Sorted()
    {
        var all = _heap[..Count];
        all.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Slot.CompareTo(b.Slot));
        return all;
    }

    private readonly void SiftUp(ScoredSlot item)
    {
        var i = Count;
        while (i > 0 && IsWorse(item, _heap[(i - 1) / 2]))
        {
            _heap[i] = _heap[(i - 1) / 2];
            i = (i - 1) / 2;
        }
        _heap[i] = item;
    }

    private readonly void SiftDown(ScoredSlot item, int count)
    {
        var i = 0;
        while (true)
        {
            var child = 2 * i + 1;
            if (child >= count) break;
            if (child + 1 < count && IsWorse(_heap[child + 1], _heap[child])) child++;
            if (!IsWorse(_heap[child], item)) break;
            _heap[i] = _heap[child];
            i = child;
        }
        _heap[i] = item;
    }

    private static bool IsWorse(ScoredSlot a, ScoredSlot b) => a.Score < b.Score || (a.Score == b.Score && a.Slot > b.Slot);
}
