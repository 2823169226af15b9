using LocalAi.Contracts.Rag;
using LocalAi.Rag.Retrieval;

namespace LocalAi.Rag.Indexes;

/// <summary>
/// A collection's index in memory. While another one is being built from Postgres, changes go to both and searches to the old one.
/// </summary>
internal sealed class LoadedCollection(long id, string name, DateTime createdAt, LiveIndex first) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _building = new(1, 1);
    private volatile LiveIndex _live = first;
    private LiveIndex? _next;
    private long _loaded;
    private long _total;

    public long Id { get; } = id;

    public string Name { get; } = name;

    public DateTime CreatedAt { get; } = createdAt;

    /// <summary>Held by whoever loads or builds: of two at once, one would fill an index that the other has put away.</summary>
    public SemaphoreSlim Building => _building;

    /// <summary>What searches use.</summary>
    public LiveIndex Live => _live;

    /// <summary>True until all chunks that were in Postgres at start are in the index.</summary>
    public bool Loading { get; private set; } = true;

    /// <summary>Why the last load failed, or null.</summary>
    public string? Problem { get; set; }

    /// <summary>Share of the chunks that can be found already, 0 to 1.</summary>
    public double Progress => Interlocked.Read(ref _total) is > 0 and var total ? Math.Min(1, Interlocked.Read(ref _loaded) / (double)total) : 0;

    /// <summary>Makes a change in the live index and in the one being built.</summary>
    public void Apply(Action<CollectionIndex> change)
    {
        LiveIndex live;
        LiveIndex? next;
        lock (_lock)
        {
            (live, next) = (_live, _next);
        }

        change(live.Index);
        if (next is not null)
        {
            change(next.Index);
        }
    }

    /// <summary>Adds vectors of one model where that model's vectors live.</summary>
    public void SetVectors(int modelId, IReadOnlyList<ChunkVector> vectors)
    {
        LiveIndex live;
        LiveIndex? next;
        lock (_lock)
        {
            (live, next) = (_live, _next);
        }

        if (live.ModelId == modelId)
        {
            live.Index.SetVectors(vectors);
        }

        if (next?.ModelId == modelId)
        {
            next.Index.SetVectors(vectors);
        }
    }

    /// <summary>Gives a collection without vectors its first model.</summary>
    public void AdoptModel(int modelId, EmbeddingIdentity model)
    {
        lock (_lock)
        {
            if (_live.ModelId is null)
            {
                _live = _live with { ModelId = modelId, Model = model };
            }

            if (_next is { ModelId: null })
            {
                _next = _next with { ModelId = modelId, Model = model };
            }
        }
    }

    public void BeginBuild(LiveIndex next)
    {
        lock (_lock)
        {
            _next = next;
        }
    }

    /// <summary>The index being built becomes the live one; the old one is freed once no search uses it.</summary>
    public void EndBuild()
    {
        LiveIndex old;
        lock (_lock)
        {
            (old, _live, _next) = (_live, _next!, null);
        }

        old.Index.Dispose();
    }

    public void AbandonBuild(LiveIndex next)
    {
        lock (_lock)
        {
            _next = null;
        }

        next.Index.Dispose();
    }

    public void ReportTotal(long total) => Interlocked.Exchange(ref _total, total);

    public void ReportLoaded(int chunks) => Interlocked.Add(ref _loaded, chunks);

    public void ReportReady()
    {
        Problem = null;
        Loading = false;
    }

    public void Dispose()
    {
        LiveIndex live;
        LiveIndex? next;
        lock (_lock)
        {
            (live, next) = (_live, _next);
        }

        live.Index.Dispose();
        next?.Index.Dispose();
    }
}
