using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Lexical;

/// <summary>
/// Counts the terms of one chunk: open addressing over 64-bit keys, reused from chunk to chunk. Words keep their letters in an arena,
/// for the vocabulary, so that known words cost no string.
/// </summary>
internal sealed class TermCounts
{
    private int[] _buckets = new int[1024];
    private Entry[] _entries = new Entry[512];
    private char[] _letters = new char[2048];
    private int _letterCount;

    public int Count { get; private set; }

    public ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, Count);

    public ReadOnlySpan<char> Letters(in Entry entry) => _letters.AsSpan(entry.LetterStart, entry.LetterLength);

    public void Clear()
    {
        Array.Clear(_buckets);
        Count = 0;
        _letterCount = 0;
    }

    /// <summary>The word as it stood in the text, in lower case, where that is known; else its term.</summary>
    public ReadOnlySpan<char> Surface(in Entry entry) =>
        entry.SurfaceLength == 0 ? Letters(entry) : _letters.AsSpan(entry.LetterStart + entry.LetterLength, entry.SurfaceLength);

    /// <param name="term">The term.</param>
    /// <param name="surface">The word as it stood in the text; empty where only its term is known.</param>
    /// <param name="isSpelling">Somebody wrote it so; the readings of a verb are no spellings.</param>
    /// <param name="times">How often it counts.</param>
    public void AddWord(ReadOnlySpan<char> term, ReadOnlySpan<char> surface, bool isSpelling, int times)
    {
        ref var entry = ref Find(TermHash.Word(term), out _);
        entry.Count += times;
        if (!isSpelling || entry.LetterLength > 0) return;
        var needed = _letterCount + term.Length + surface.Length;
        if (needed > _letters.Length) Array.Resize(ref _letters, Math.Max(_letters.Length * 2, needed));
        term.CopyTo(_letters.AsSpan(_letterCount));
        surface.ToLowerInvariant(_letters.AsSpan(_letterCount + term.Length));
        entry.LetterStart = _letterCount;
        entry.LetterLength = (ushort)term.Length;
        entry.SurfaceLength = (ushort)surface.Length;
        _letterCount = needed;
    }

    public void AddBigram(char first, char second, int times) => Find(TermHash.Bigram(first, second), out _).Count += times;

    private ref Entry Find(ulong key, out bool isNew)
    {
        var mask = _buckets.Length - 1;
        var bucket = (int)key & mask;
        while (_buckets[bucket] != 0)
        {
            ref var entry = ref _entries[_buckets[bucket] - 1];
            if (entry.Key == key)
            {
                isNew = false;
                return ref entry;
            }
            bucket = (bucket + 1) & mask;
        }
        isNew = true;
        if (Count * 2 >= _buckets.Length)
        {
            Grow();
            return ref Find(key, out isNew);
        }
        _entries[Count] = new Entry { Key = key };
        _buckets[bucket] = ++Count;
        return ref _entries[Count - 1];
    }

    private void Grow()
    {
        Array.Resize(ref _entries, _entries.Length * 2);
        _buckets = new int[_buckets.Length * 2];
        var mask = _buckets.Length - 1;
        for (var i = 0; i < Count; i++)
        {
            var bucket = (int)_entries[i].Key & mask;
            while (_buckets[bucket] != 0) bucket = (bucket + 1) & mask;
            _buckets[bucket] = i + 1;
        }
    }

    internal struct Entry
    {
        public ulong Key;
        public int Count;
        public int LetterStart;
        /// <summary>0 for a bigram and for what nobody wrote.</summary>
        public ushort LetterLength;
        public ushort SurfaceLength;
    }
}
