using System.Collections.Concurrent;
using System.Threading.Channels;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Retrieval;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Indexes;

/// <summary>The indexes of all collections, by name. A collection this process has not seen is looked up in Postgres and loaded in the background.</summary>
internal sealed class IndexRegistry(CollectionStore collections, IOptions<RetrievalOptions> options) : IDisposable
{
    private readonly ConcurrentDictionary<string, LoadedCollection> _byName = new(StringComparer.Ordinal);
    private readonly Channel<LoadedCollection> _toLoad = Channel.CreateUnbounded<LoadedCollection>();

    /// <summary>Collections that wait for their chunks. Bounded by the number of collections.</summary>
    public ChannelReader<LoadedCollection> ToLoad => _toLoad.Reader;

    public ICollection<LoadedCollection> All => _byName.Values;

    public LoadedCollection? Get(string name) => _byName.GetValueOrDefault(name);

    public LoadedCollection? Get(long id) => _byName.Values.FirstOrDefault(c => c.Id == id);

    /// <summary>The collection, or null when there is none of that name.</summary>
    public async ValueTask<LoadedCollection?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_byName.TryGetValue(name, out var known))
        {
            return known;
        }

        return await collections.FindAsync(name, cancellationToken) is { } row ? Register(row) : null;
    }

    /// <summary>Makes the collection known and has it loaded; the one that is known already when it is the same.</summary>
    public LoadedCollection Register(CollectionRow row)
    {
        while (true)
        {
            if (_byName.TryGetValue(row.Name, out var known))
            {
                if (known.Id == row.Id)
                {
                    return known;
                }

                // Deleted and made again, perhaps by another process.
                if (_byName.TryRemove(KeyValuePair.Create(row.Name, known)))
                {
                    known.Dispose();
                }
            }

            var loaded = new LoadedCollection(row.Id, row.Name, row.CreatedAt, NewIndex(row));
            if (_byName.TryAdd(row.Name, loaded))
            {
                _toLoad.Writer.TryWrite(loaded);
                return loaded;
            }

            loaded.Dispose();
        }
    }

    public LiveIndex NewIndex(CollectionRow row) => NewIndex(row, new CollectionIndex(options.Value));

    public static LiveIndex NewIndex(CollectionRow row, CollectionIndex index) => new(index, row.ModelId, CollectionStore.Identity(row.ModelEngine, row.Model, row.ModelDim));

    public void Remove(string name)
    {
        if (_byName.TryRemove(name, out var gone))
        {
            gone.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var collection in _byName.Values)
        {
            collection.Dispose();
        }
    }
}
