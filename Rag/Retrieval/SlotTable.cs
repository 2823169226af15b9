using System.Runtime.CompilerServices;

namespace LocalAi.Rag.Retrieval;

/// <summary>
/// Gives every chunk a small number, its slot, under which the arms keep their parts. A slot of a deleted chunk is used again only after
/// <see cref="Recycle"/>: until then old postings may still name it.
/// </summary>
internal sealed class SlotTable
{
    private readonly Dictionary<long, int> _slotOf = [];
    private readonly Dictionary<long, List<int>> _slotsOfDocument = [];
    private readonly Stack<int> _free = [];
    private long[] _chunkIds = new long[64];
    private long[] _documentIds = new long[64];
    private ulong[] _stamps = new ulong[64];
    private ulong[] _alive = new ulong[1];

    /// <summary>Slots ever used; arrays indexed by slot need this length.</summary>
    public int Length { get; private set; }

    /// <summary>Chunks alive.</summary>
    public int Count => _slotOf.Count;

    /// <summary>A bit per slot.</summary>
    public ulong[] Alive => _alive;

    public ICollection<long> ChunkIds => _slotOf.Keys;

    public bool TryGetSlot(long chunkId, out int slot) => _slotOf.TryGetValue(chunkId, out slot);

    public long ChunkId(int slot) => _chunkIds[slot];

    public long DocumentId(int slot) => _documentIds[slot];

    public ulong Stamp(int slot) => _stamps[slot];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAlive(int slot) => (_alive[slot >> 6] >> (slot & 63) & 1) != 0;

    public ReadOnlySpan<int> SlotsOf(long documentId) =>
        _slotsOfDocument.TryGetValue(documentId, out var slots) ? System.Runtime.InteropServices.CollectionsMarshal.AsSpan(slots) : [];

    public int Add(long chunkId, long documentId, ulong stamp)
    {
        if (!_free.TryPop(out var slot)) slot = Grow();
        _slotOf.Add(chunkId, slot);
        _chunkIds[slot] = chunkId;
        _documentIds[slot] = documentId;
        _stamps[slot] = stamp;
        _alive[slot >> 6] |= 1UL << (slot & 63);
        if (!_slotsOfDocument.TryGetValue(documentId, out var slots)) _slotsOfDocument[documentId] = slots = new List<int>(1);
        slots.Add(slot);
        return slot;
    }

    /// <summary>Takes the chunk out; its slot stays reserved.</summary>
    public void Remove(int slot)
    {
        _slotOf.Remove(_chunkIds[slot]);
        _alive[slot >> 6] &= ~(1UL << (slot & 63));
        var slots = _slotsOfDocument[_documentIds[slot]];
        slots.Remove(slot);
        if (slots.Count == 0) _slotsOfDocument.Remove(_documentIds[slot]);
    }

    /// <summary>Makes room for as many chunks at once.</summary>
    public void EnsureCapacity(int chunks)
    {
        _slotOf.EnsureCapacity(chunks);
        if (chunks <= _chunkIds.Length) return;
        Array.Resize(ref _chunkIds, chunks);
        Array.Resize(ref _documentIds, chunks);
        Array.Resize(ref _stamps, chunks);
        Array.Resize(ref _alive, chunks / 64 + 1);
    }

    /// <summary>Nothing names the slot any more.</summary>
    public void Recycle(int slot) => _free.Push(slot);

    private int Grow()
    {
        if (Length == 1 << Lexical.PostingList.SlotBits)
            throw new InvalidOperationException($"A collection holds at most {1 << Lexical.PostingList.SlotBits:N0} chunks; split it.");
        if (Length == _chunkIds.Length)
        {
            Array.Resize(ref _chunkIds, Length * 2);
            Array.Resize(ref _documentIds, Length * 2);
            Array.Resize(ref _stamps, Length * 2);
            Array.Resize(ref _alive, Length * 2 / 64 + 1);
        }
        return Length++;
    }
}
