using System.Runtime.InteropServices;

namespace LocalAi.Rag.Retrieval.Lexical;

/// <summary>
/// Inverted index of one collection. Adding costs the terms of the chunk, removing a constant: dead postings are swept a few lists at a
/// time by later writes, and questions look past them. Not thread-safe: <see cref="CollectionIndex"/> holds the lock.
/// </summary>
internal sealed class LexicalIndex(SlotTable slots)
{
    /// <summary>Postings a write may sweep: some ten microseconds.</summary>
    private const int SweepBudget = 8192;

    private readonly Dictionary<ulong, int> _termOf = [];
    private readonly Vocabulary _vocabulary = new();
    private PostingList[] _postings = new PostingList[1024];
    private ushort[] _wordLengths = new ushort[64];
    private ushort[] _bigramLengths = new ushort[64];
    private List<int> _dying = [];
    private List<int> _swept = [];
    private int _sweepPosition;

    public long WordTotal { get; private set; }

    public long BigramTotal { get; private set; }

    public Vocabulary Vocabulary => _vocabulary;

    public ReadOnlySpan<ushort> WordLengths => _wordLengths;

    public ReadOnlySpan<ushort> BigramLengths => _bigramLengths;

    public int TermCount => _termOf.Count;

    public int DocumentFrequency(ulong key) => _termOf.TryGetValue(key, out var term) ? _postings[term].Count : 0;

    public ReadOnlySpan<uint> Postings(ulong key) => _termOf.TryGetValue(key, out var term) ? _postings[term].Items : [];

    public void Add(int slot, AnalyzedChunk chunk)
    {
        if (slot >= _wordLengths.Length)
        {
            Array.Resize(ref _wordLengths, Math.Max(slot + 1, _wordLengths.Length * 2));
            Array.Resize(ref _bigramLengths, _wordLengths.Length);
        }
        _wordLengths[slot] = chunk.WordLength;
        _bigramLengths[slot] = chunk.BigramLength;
        WordTotal += chunk.WordLength;
        BigramTotal += chunk.BigramLength;
        var alive = _dying.Count + _swept.Count == 0 ? null : slots.Alive;
        foreach (ref readonly var entry in chunk.Terms.Entries)
        {
            ref var term = ref CollectionsMarshal.GetValueRefOrAddDefault(_termOf, entry.Key, out var exists);
            if (!exists)
            {
                term = _termOf.Count - 1;
                if (term == _postings.Length) Array.Resize(ref _postings, _postings.Length * 2);
                if (entry.LetterLength > 0) _vocabulary.Add(chunk.Terms.Letters(entry), chunk.Terms.Surface(entry));
            }
            _postings[term].Add(slot, entry.Count, alive);
        }
        Sweep();
    }

    /// <summary>The keys of all terms, by number.</summary>
    public ulong[] Keys()
    {
        var keys = new ulong[_termOf.Count];
        foreach (var (key, term) in _termOf) keys[term] = key;
        return keys;
    }

    public ReadOnlySpan<uint> PostingsOf(int term) => _postings[term].Items;

    /// <summary>Takes in the lengths of an image's chunks; its slots are in the slot table.</summary>
    public void RestoreLengths(ReadOnlySpan<ushort> words, ReadOnlySpan<ushort> bigrams)
    {
        _wordLengths = words.ToArray();
        _bigramLengths = bigrams.ToArray();
        foreach (var length in words) WordTotal += length;
        foreach (var length in bigrams) BigramTotal += length;
    }

    public void EnsureCapacity(int terms)
    {
        _termOf.EnsureCapacity(terms);
        if (terms > _postings.Length) Array.Resize(ref _postings, terms);
    }

    /// <returns>False when the term is there already.</returns>
    public bool TryRestore(ulong key, PostingList postings)
    {
        var term = _termOf.Count;
        if (!_termOf.TryAdd(key, term)) return false;
        if (term == _postings.Length) Array.Resize(ref _postings, _postings.Length * 2);
        _postings[term] = postings;
        return true;
    }

    /// <summary>The slot must already be dead in the slot table.</summary>
    public void Remove(int slot)
    {
        WordTotal -= _wordLengths[slot];
        BigramTotal -= _bigramLengths[slot];
        _dying.Add(slot);
        Sweep();
    }

    /// <summary>
    /// Sweeps some lists. A slot is free after a pass over all lists that began after its chunk died.
    /// </summary>
    private void Sweep()
    {
        if (_dying.Count == 0 && _swept.Count == 0) return;
        var terms = _termOf.Count;
        for (var budget = SweepBudget; budget > 0; budget -= 8)
        {
            if (_sweepPosition >= terms)
            {
                foreach (var slot in _swept) slots.Recycle(slot);
                _swept.Clear();
                (_swept, _dying) = (_dying, _swept);
                _sweepPosition = 0;
                if (_swept.Count == 0) return;
            }
            ref var list = ref _postings[_sweepPosition++];
            budget -= list.Count;
            list.Sweep(slots.Alive);
        }
    }
}
