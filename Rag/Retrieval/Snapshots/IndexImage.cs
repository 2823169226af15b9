using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using LocalAi.Rag.Retrieval.Lexical;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Snapshots;

/// <summary>
/// The words of an index as a file, so that a start need not analyse all texts again. It is a shortcut and no truth: whoever reads it compares the stamps with
/// Postgres. In order: mark, fingerprint, chunks, terms with their postings in blocks, vocabulary, SHA-256 of it all.
/// </summary>
internal static class IndexImage
{
    private const ulong Mark = 0x3149_5844_4E49_414C;

    /// <summary>A block of terms is copied under one lock; questions and writes get their turn in between.</summary>
    private const int BlockTerms = 4096;
    private const int BlockPostings = 1 << 18;

    /// <summary>What made the postings: another build of the analyser or of the index, or other boosts, would have made others.</summary>
    public static byte[] Fingerprint(RetrievalOptions options) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{typeof(TermAnalyzer).Module.ModuleVersionId} {typeof(LexicalIndex).Module.ModuleVersionId} {BitConverter.IsLittleEndian} {options.HeadingBoost} {options.TitleBoost} {options.PathBoost}")));

    /// <summary>Writes the chunks that are there, and no word that only deleted ones held.</summary>
    /// <returns>The version of the index that was written; null when it changed meanwhile: what was written is no image then.</returns>
    public static long? TryWrite(CollectionIndex index, byte[] fingerprint, Stream stream, CancellationToken cancellationToken)
    {
        var version = index.Version;
        using var writer = new ImageWriter(stream);
        writer.Write(Mark);
        writer.Write<byte>(fingerprint);
        if (TryWriteChunks(index, version, writer) is not { } places || !TryWriteTerms(index, version, places, writer, cancellationToken)
            || !TryWriteVocabulary(index, version, places, writer))
        {
            return null;
        }

        writer.Finish();
        return version;
    }

    /// <summary>The index of an image, without vectors.</summary>
    /// <returns>Null when another build or other settings made it.</returns>
    /// <exception cref="InvalidDataException">It is no image, or torn, or damaged.</exception>
    public static CollectionIndex? Read(Stream stream, byte[] fingerprint, RetrievalOptions options, CancellationToken cancellationToken)
    {
        using var reader = new ImageReader(stream);
        if (reader.Read<ulong>() != Mark) throw new InvalidDataException("It is no image of an index.");
        if (!reader.ReadArray<byte>(SHA256.HashSizeInBytes).AsSpan().SequenceEqual(fingerprint)) return null;
        var index = new CollectionIndex(options);
        try
        {
            var chunks = ReadChunks(index, reader);
            ReadTerms(index.Lexical, chunks, reader, cancellationToken);
            ReadVocabulary(index.Lexical, reader);
            reader.Finish();
            index.ImageVersion = index.Version;
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <returns>The place of each slot in the image, -1 for those of deleted chunks; null when the index changed.</returns>
    private static int[]? TryWriteChunks(CollectionIndex index, long version, ImageWriter writer)
    {
        int[] places = [];
        long[] ids = [], documents = [];
        ulong[] stamps = [];
        ushort[] words = [], bigrams = [];
        var terms = 0;
        var isSame = index.TryRead(version, () =>
        {
            var slots = index.Slots;
            (places, ids, documents, stamps) = (new int[slots.Length], new long[slots.Count], new long[slots.Count], new ulong[slots.Count]);
            (words, bigrams, terms) = (new ushort[slots.Count], new ushort[slots.Count], index.Lexical.TermCount);
            var next = 0;
            for (var slot = 0; slot < slots.Length; slot++)
            {
                places[slot] = slots.IsAlive(slot) ? next : -1;
                if (places[slot] < 0) continue;
                (ids[next], documents[next], stamps[next]) = (slots.ChunkId(slot), slots.DocumentId(slot), slots.Stamp(slot));
                (words[next], bigrams[next++]) = (index.Lexical.WordLengths[slot], index.Lexical.BigramLengths[slot]);
            }
        });
        if (!isSame) return null;
        writer.Write(ids.Length);
        writer.Write(terms);
        writer.Write<long>(ids);
        writer.Write<long>(documents);
        writer.Write<ulong>(stamps);
        writer.Write<ushort>(words);
        writer.Write<ushort>(bigrams);
        return places;
    }

    private static int ReadChunks(CollectionIndex index, ImageReader reader)
    {
        var count = reader.Read<int>();
        var terms = reader.Read<int>();
        var ids = reader.ReadArray<long>(count);
        var documents = reader.ReadArray<long>(count);
        var stamps = reader.ReadArray<ulong>(count);
        index.Slots.EnsureCapacity(count);
        for (var i = 0; i < count; i++)
        {
            if (index.Slots.TryGetSlot(ids[i], out _)) throw new InvalidDataException("The image names a chunk twice.");
            index.Slots.Add(ids[i], documents[i], stamps[i]);
        }
        index.Lexical.RestoreLengths(reader.ReadArray<ushort>(count), reader.ReadArray<ushort>(count));
        index.Lexical.EnsureCapacity(Math.Clamp(terms, 0, reader.Most(sizeof(ulong))));
        return count;
    }

    private static bool TryWriteTerms(CollectionIndex index, long version, int[] places, ImageWriter writer, CancellationToken cancellationToken)
    {
        ulong[] keys = [];
        if (!index.TryRead(version, () => keys = index.Lexical.Keys())) return false;
        List<ulong> blockKeys = [];
        List<int> counts = [];
        List<uint> postings = [];
        for (var term = 0; term < keys.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isSame = index.TryRead(version, () =>
            {
                for (; term < keys.Length && blockKeys.Count < BlockTerms && postings.Count < BlockPostings; term++)
                {
                    var before = postings.Count;
                    foreach (var posting in index.Lexical.PostingsOf(term))
                    {
                        var place = places[PostingList.Slot(posting)];
                        if (place >= 0) postings.Add(PostingList.Moved(posting, place));
                    }
                    if (postings.Count == before) continue;
                    blockKeys.Add(keys[term]);
                    counts.Add(postings.Count - before);
                }
            });
            if (!isSame) return false;
            if (blockKeys.Count == 0) continue;
            writer.Write(blockKeys.Count);
            writer.Write<ulong>(CollectionsMarshal.AsSpan(blockKeys));
            writer.Write<int>(CollectionsMarshal.AsSpan(counts));
            writer.Write<uint>(CollectionsMarshal.AsSpan(postings));
            blockKeys.Clear();
            counts.Clear();
            postings.Clear();
        }
        writer.Write(0);
        return true;
    }

    private static void ReadTerms(LexicalIndex lexical, int chunks, ImageReader reader, CancellationToken cancellationToken)
    {
        for (int terms; (terms = reader.Read<int>()) != 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var keys = reader.ReadArray<ulong>(terms);
            var counts = reader.ReadArray<int>(terms);
            for (var i = 0; i < terms; i++)
            {
                var postings = reader.ReadArray<uint>(counts[i]);
                foreach (var posting in postings)
                {
                    if (PostingList.Slot(posting) >= chunks) throw new InvalidDataException("The image names a chunk it does not hold.");
                }
                if (postings.Length == 0 || !lexical.TryRestore(keys[i], new PostingList(postings))) throw new InvalidDataException("The image names a term twice.");
            }
        }
    }

    private static bool TryWriteVocabulary(CollectionIndex index, long version, int[] places, ImageWriter writer)
    {
        var image = new VocabularyImage([], [], []);
        if (!index.TryRead(version, () => image = index.Lexical.Vocabulary.ToImage(IsHeld))) return false;
        writer.Write(image.Words.Count);
        writer.Write<byte>(image.Words.ConvertAll(word => (byte)word.Length).ToArray());
        writer.Write<char>(string.Concat(image.Words));
        writer.Write<ulong>(CollectionsMarshal.AsSpan(image.Signatures));
        writer.Write(image.Loanwords.Count);
        writer.Write<SkeletonWord>(CollectionsMarshal.AsSpan(image.Loanwords));
        return true;

        bool IsHeld(string word)
        {
            foreach (var posting in index.Lexical.Postings(TermHash.Word(word)))
            {
                if (places[PostingList.Slot(posting)] >= 0) return true;
            }
            return false;
        }
    }

    private static void ReadVocabulary(LexicalIndex lexical, ImageReader reader)
    {
        var lengths = reader.ReadArray<byte>(reader.Read<int>());
        var words = new List<string>(lengths.Length);
        foreach (var length in lengths) words.Add(new string(reader.ReadArray<char>(length)));
        var signatures = reader.ReadArray<ulong>(lengths.Length);
        var loanwords = reader.ReadArray<SkeletonWord>(reader.Read<int>());
        if (loanwords.Any(loanword => (uint)loanword.Word >= (uint)words.Count)) throw new InvalidDataException("The image names a word it does not hold.");
        lexical.Vocabulary.Restore(new VocabularyImage(words, [.. signatures], [.. loanwords]));
    }
}
