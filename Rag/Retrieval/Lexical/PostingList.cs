using System.Runtime.CompilerServices;

namespace LocalAi.Rag.Retrieval.Lexical;

/// <summary>
/// Chunks that hold a term, in no order: slot in the upper 26 bits, count in the lower 6. A term of one chunk, and most terms are,
/// needs no array.
/// </summary>
internal struct PostingList
{
    public const int SlotBits = 26;
    public const int MaxCount = 63;
    private const int CountBits = 32 - SlotBits;

    private uint[]? _items;
    private uint _single;

    /// <param name="items">Postings of an image; the array is kept.</param>
    public PostingList(uint[] items)
    {
        (_items, _single) = items.Length == 1 ? (null, items[0]) : (items, 0u);
        Count = items.Length;
    }

    public int Count { get; private set; }

    public static int Slot(uint posting) => (int)(posting >> CountBits);

    public static int Times(uint posting) => (int)(posting & MaxCount);

    /// <summary>The same posting of a chunk in another slot.</summary>
    public static uint Moved(uint posting, int slot) => (uint)slot << CountBits | posting & MaxCount;

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<uint> Items => _items is null ? new ReadOnlySpan<uint>(in _single)[..Count] : _items.AsSpan(0, Count);

    /// <param name="slot">The chunk.</param>
    /// <param name="count">How often it holds the term.</param>
    /// <param name="alive">A bit per chunk that is there; null when none was deleted, so that nothing need be swept.</param>
    public void Add(int slot, int count, ulong[]? alive)
    {
        var posting = (uint)slot << CountBits | (uint)Math.Min(count, MaxCount);
        if (_items is null)
        {
            if (Count == 0)
            {
                _single = posting;
                Count = 1;
                return;
            }
            _items = new uint[4];
            _items[0] = _single;
        }
        // Room is made from the dead before it is asked for.
        if (Count == _items.Length && (alive is null || Sweep(alive) == 0)) Array.Resize(ref _items, _items.Length + Math.Max(4, _items.Length / 4));
        _items[Count++] = posting;
    }

    /// <summary>Drops the postings of deleted chunks.</summary>
    /// <returns>How many were dropped.</returns>
    public int Sweep(ulong[] alive)
    {
        var before = Count;
        if (_items is null)
        {
            if (Count == 1 && !IsAlive(_single, alive)) Count = 0;
            return before - Count;
        }
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (IsAlive(_items[i], alive)) _items[kept++] = _items[i];
        }
        Count = kept;
        if (_items.Length > 16 && kept < _items.Length / 3) Array.Resize(ref _items, Math.Max(4, kept));
        return before - kept;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAlive(uint posting, ulong[] alive)
    {
        var slot = Slot(posting);
        return (alive[slot >> 6] >> (slot & 63) & 1) != 0;
    }
}
