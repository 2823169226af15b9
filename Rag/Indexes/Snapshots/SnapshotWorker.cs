using LocalAi.Rag.Retrieval;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Indexes.Snapshots;

/// <summary>Stores an index when it has been quiet for a while and enough of it changed; removes the files of collections that are gone or small.</summary>
internal sealed class SnapshotWorker(Database database, IndexRegistry registry, SnapshotStore store, IOptions<SnapshotOptions> options, TimeProvider time) : BackgroundService
{
    /// <summary>Fewer changes than one chunk in so many wait for more: each file is written whole.</summary>
    private const int FewShare = 50;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(5);

    private readonly Dictionary<LoadedCollection, Seen> _seen = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!store.IsEnabled)
        {
            return;
        }

        await database.Migrated.WaitAsync(stoppingToken);
        store.Clean();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.SettleSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var all = registry.All;
            foreach (var collection in all.Where(c => !c.Loading))
            {
                Look(collection, stoppingToken);
            }

            foreach (var gone in _seen.Keys.Except(all).ToArray())
            {
                _seen.Remove(gone);
                store.Delete(gone.Id, gone.CreatedAt);
            }
        }
    }

    private void Look(LoadedCollection collection, CancellationToken cancellationToken)
    {
        var index = collection.Live.Index;
        var version = index.Version;
        var now = time.GetUtcNow();
        var seen = _seen.TryGetValue(collection, out var before) ? before : new Seen(index, -1, DateTimeOffset.MinValue, now);
        var isQuiet = seen.Index == index && seen.Version == version;
        seen = seen with { Index = index, Version = version };
        if (isQuiet && version != index.ImageVersion && now >= seen.NotBefore)
        {
            if (index.Count < options.Value.MinimumChunks)
            {
                // A word of a deleted text must not stay on the disk because the rest is too small for a file.
                store.Delete(collection.Id, collection.CreatedAt);
                index.ImageVersion = version;
            }
            else if (IsEnough(index, version) || now - seen.Stored >= TimeSpan.FromMinutes(options.Value.FewChangesMinutes))
            {
                seen = store.TryWrite(collection, index, cancellationToken) ? seen with { Stored = now } : seen with { NotBefore = now + AfterFailure };
            }
        }

        _seen[collection] = seen;
    }

    private static bool IsEnough(CollectionIndex index, long version) =>
        index.ImageVersion < 0 || version - index.ImageVersion >= Math.Max(1, index.Count / FewShare);

    /// <param name="Index">What the collection's searches used at the last look.</param>
    /// <param name="Version">Its version then.</param>
    /// <param name="NotBefore">When the next try may be made after one failed.</param>
    /// <param name="Stored">When its file was last known to be new.</param>
    private sealed record Seen(CollectionIndex Index, long Version, DateTimeOffset NotBefore, DateTimeOffset Stored);
}
