using LocalAi.Rag.Retrieval.Fusion;
using LocalAi.Rag.Retrieval.Lexical;
using LocalAi.Rag.Retrieval.Queries;
using LocalAi.Rag.Retrieval.Ranking;
using LocalAi.Rag.Retrieval.Vectors;

namespace LocalAi.Rag.Retrieval;

/// <summary>
/// Answers a question in two stages: Search picks candidates from the indexes, Rank orders them by their texts
/// and decides whether they answer at all. Thread-safe; one per process.
/// </summary>
internal sealed class Retriever(RetrievalOptions options) : IDisposable
{
    private const int MaxCandidates = 500;

    private readonly QueryPlanner _planner = new(options);
    private readonly CandidateRanker _ranker = new(options);
    private readonly ScanWorker _worker = new();

    /// <summary>The best candidates of one or several collections; a deleted collection counts as empty.</summary>
    /// <exception cref="DimensionMismatchException">The question's vector has another length than a collection's.</exception>
    public Candidates Search(IReadOnlyList<CollectionIndex> collections, RetrievalQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(collections);
        ArgumentNullException.ThrowIfNull(query);
        var ordered = collections.Distinct().OrderBy(collection => collection.Order).ToArray();
        if (ordered.Length != collections.Count) throw new ArgumentException("A collection is named twice.", nameof(collections));
        var entered = 0;
        try
        {
            for (; entered < ordered.Length; entered++) ordered[entered].Lock.EnterReadLock();
            var plan = _planner.Plan(query.Text, [.. collections.Select(collection => collection.Lexical)], collections.Sum(collection => (long)collection.Slots.Count));
            return Search(collections, query, plan, cancellationToken);
        }
        finally
        {
            while (entered > 0) ordered[--entered].Lock.ExitReadLock();
        }
    }

    /// <summary>Orders the candidates by their texts; a candidate whose text is missing was deleted meanwhile and is dropped.</summary>
    public RetrievalResult Rank(Candidates candidates, IReadOnlyDictionary<long, ChunkText> texts)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(texts);
        return _ranker.Rank(candidates, texts);
    }

    public void Dispose() => _worker.Dispose();

    private Candidates Search(IReadOnlyList<CollectionIndex> collections, RetrievalQuery query, QueryPlan plan, CancellationToken cancellationToken)
    {
        var hasDense = query.Mode != RetrievalMode.Lexical && (query.DenseHits is not null || query.Vector is not null);
        var denseWeight = query.Mode == RetrievalMode.Dense ? 1f : hasDense ? DenseTrust.Weight(query.Text, query.EmbeddingModel, options.DenseWeight) : 0f;
        var wanted = Math.Max(options.Candidates, Math.Min(query.Limit, MaxCandidates));
        var found = new Dictionary<long, Candidate>();
        for (var i = 0; i < collections.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var collection = collections[i];
            if (collection.IsDisposed) continue;
            var allowed = query.Documents is null ? null : Allowed(collection.Slots, query.Documents);
            if (denseWeight < 1) AddLexical(collection, i, plan, wanted, allowed, found);
            if (denseWeight > 0 && query.DenseHits is null) AddDense(collection, i, query.Vector!.Value.Span, wanted, allowed, found);
            if (denseWeight > 0 && query.DenseHits is not null) AddOutside(collection, i, query.DenseHits, allowed, found);
        }
        var mode = denseWeight == 0 ? RetrievalMode.Lexical : denseWeight == 1 ? RetrievalMode.Dense : RetrievalMode.Hybrid;
        var fused = ScoreFusion.Fuse(found.Values, denseWeight, options);
        return new Candidates(query, plan, [.. fused.Take(wanted)], mode);
    }

    private void AddLexical(CollectionIndex collection, int ordinal, QueryPlan plan, int wanted, ulong[]? allowed, Dictionary<long, Candidate> found)
    {
        Span<ScoredSlot> room = stackalloc ScoredSlot[wanted];
        foreach (var (slot, score) in LexicalScorer.Search(collection.Lexical, collection.Slots, plan, options, allowed ?? collection.Slots.Alive, room))
        {
            var id = collection.Slots.ChunkId(slot);
            found[id] = new Candidate(ordinal, id, collection.Slots.DocumentId(slot), score, float.NaN, 0);
        }
    }

    private void AddDense(CollectionIndex collection, int ordinal, ReadOnlySpan<float> vector, int wanted, ulong[]? allowed, Dictionary<long, Candidate> found)
    {
        if (collection.Vectors is not { Count: > 0 } vectors) return;
        using var scan = new VectorScan(vectors, vector, wanted, allowed);
        if (vectors.Count > options.ParallelRows) _worker.Run(scan);
        else scan.ScanBlocks();
        foreach (var (slot, cosine) in scan.Finish()) AddDense(collection, ordinal, slot, cosine, found);
    }

    private static void AddOutside(CollectionIndex collection, int ordinal, IReadOnlyList<DenseHit> hits, ulong[]? allowed, Dictionary<long, Candidate> found)
    {
        foreach (var hit in hits)
        {
            // The outside store may lag behind: what this index does not hold was deleted.
            if (!collection.Slots.TryGetSlot(hit.ChunkId, out var slot)) continue;
            if (allowed is null || (allowed[slot >> 6] >> (slot & 63) & 1) != 0) AddDense(collection, ordinal, slot, hit.Similarity, found);
        }
    }

    private static void AddDense(CollectionIndex collection, int ordinal, int slot, float cosine, Dictionary<long, Candidate> found)
    {
        var id = collection.Slots.ChunkId(slot);
        found[id] = found.TryGetValue(id, out var known)
            ? known with { Dense = cosine }
            : new Candidate(ordinal, id, collection.Slots.DocumentId(slot), 0, cosine, 0);
    }

    private static ulong[] Allowed(SlotTable slots, IReadOnlySet<long> documents)
    {
        var allowed = new ulong[slots.Alive.Length];
        foreach (var document in documents)
        {
            foreach (var slot in slots.SlotsOf(document)) allowed[slot >> 6] |= 1UL << (slot & 63);
        }
        return allowed;
    }
}
