using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Retrieval.Vectors;

namespace LocalAi.Tests.Retrieval;

public sealed class CollectionIndexTests : IDisposable
{
    private readonly RetrievalOptions _options = new();
    private readonly CollectionIndex _index;
    private readonly Retriever _retriever;

    public CollectionIndexTests()
    {
        _index = new CollectionIndex(_options);
        _retriever = new Retriever(_options);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _index.Dispose();
        _retriever.Dispose();
    }

    [Fact]
    public void Search_FindsByWordCompoundHeadingAndPath()
    {
        _index.Add([
            new ChunkEntry(1, 10, "벡터데이터베이스를 고칩니다."),
            new ChunkEntry(2, 10, "nothing here", Heading: "Install > Linux"),
            new ChunkEntry(3, 11, "other text", Path: "docs/backup-guide.md"),
        ]);

        Ids("데이터베이스").ShouldBe([1]);
        Ids("linux").ShouldBe([2]);
        Ids("backup guide").ShouldBe([3]);
        Ids("없는말").ShouldBeEmpty();
        Ids("").ShouldBeEmpty();
        Ids("?!").ShouldBeEmpty();
    }

    [Fact]
    public void Replace_OldChunksAreGoneFromTheNextQuery()
    {
        _index.Replace(1, [new ChunkEntry(1, 1, "alpha beta"), new ChunkEntry(2, 1, "alpha gamma")]);

        _index.Replace(1, [new ChunkEntry(3, 1, "alpha delta")]);

        Ids("alpha").ShouldBe([3]);
        Ids("gamma").ShouldBeEmpty();
        _index.Count.ShouldBe(1);
    }

    [Fact]
    public void Replace_GiantDocument_IsIndexedWhole()
    {
        _index.Replace(7, [.. Enumerable.Range(0, 1500).Select(i => new ChunkEntry(i, 7, $"giant unique{i}x"))]);

        _index.Count.ShouldBe(1500);
        foreach (var i in (int[])[0, 511, 512, 1499]) Ids($"unique{i}x", 1).ShouldBe([i]);
        _retriever.Search([_index], new RetrievalQuery { Text = "giant", Limit = 300 }, Cancel).Items.Count.ShouldBe(300);
    }

    [Fact]
    public void Replace_ChunkOfAnotherDocument_IsRefused() =>
        Should.Throw<ArgumentException>(() => _index.Replace(1, [new ChunkEntry(1, 2, "text")])).Message.ShouldContain("document 1");

    [Fact]
    public void Add_SameId_TakesTheOldOnesPlace()
    {
        _index.Add([new ChunkEntry(1, 1, "first words")]);
        _index.Add([new ChunkEntry(1, 2, "second words")]);

        Ids("first").ShouldBeEmpty();
        Ids("second").ShouldBe([1]);
        _index.RemoveDocument(1).ShouldBe(0);
        _index.RemoveDocument(2).ShouldBe(1);
    }

    [Fact]
    public void RemoveAndAddManyTimes_NeverReturnsADeletedChunk_AndReusesSlots()
    {
        var numbers = new SeededNumbers(3);
        var alive = new Dictionary<long, string>();
        for (var round = 0; round < 4000; round++)
        {
            var id = round;
            var word = $"word{numbers.Next(50)}";
            alive[id] = word;
            _index.Add([new ChunkEntry(id, id, $"{word} common text", Vector: round % 2 == 0 ? numbers.Vector(16) : null)]);
            if (alive.Count > 100)
            {
                var victim = alive.Keys.ElementAt(numbers.Next(alive.Count));
                alive.Remove(victim);
                _index.Remove([victim]).ShouldBe(1);
            }
            if (round % 97 == 0)
            {
                var query = new RetrievalQuery { Text = word, Vector = numbers.Vector(16), Limit = 10 };
                _retriever.Search([_index], query, Cancel).Items.ShouldAllBe(item => alive.ContainsKey(item.ChunkId) && item.ChunkId == item.DocumentId);
            }
        }

        _index.Count.ShouldBe(alive.Count);
        _index.ChunkIds().Order().ShouldBe(alive.Keys.Order());
        _index.Slots.Length.ShouldBeLessThan(2000, "slots of deleted chunks are used again");
        foreach (var group in alive.GroupBy(entry => entry.Value)) Ids(group.Key, 40).Order().ShouldBe(group.Select(entry => entry.Key).Order());
    }

    [Fact]
    public void Search_DocumentFilter_IsAppliedBeforeTheLimit()
    {
        _index.Add([.. Enumerable.Range(0, 500).Select(i => new ChunkEntry(i, i / 5, "same words " + i, Vector: new SeededNumbers((ulong)i).Vector(16)))]);
        var query = new RetrievalQuery { Text = "same words", Vector = new SeededNumbers(1).Vector(16), Documents = new HashSet<long> { 90, 91, 12345 } };

        var found = _retriever.Search([_index], query, Cancel);

        found.Items.Select(item => item.ChunkId).Order().ShouldBe(Enumerable.Range(450, 10).Select(i => (long)i));
    }

    [Fact]
    public void Search_SeveralCollections_SharesStatistics()
    {
        using var other = new CollectionIndex(_options);
        _index.Add([new ChunkEntry(1, 1, "kiwi"), .. Enumerable.Range(10, 50).Select(i => new ChunkEntry(i, i, "apple pear"))]);
        other.Add([new ChunkEntry(2, 2, "apple"), new ChunkEntry(3, 3, "kiwi")]);

        var found = _retriever.Search([_index, other], new RetrievalQuery { Text = "kiwi" }, Cancel);

        found.Items.Select(item => (item.Collection, item.ChunkId)).Order().ShouldBe([(0, 1), (1, 3)]);
        found.Items[0].Lexical.ShouldBe(found.Items[1].Lexical, 1e-5);
    }

    [Fact]
    public void Search_SameCollectionTwice_IsRefused() =>
        Should.Throw<ArgumentException>(() => _retriever.Search([_index, _index], new RetrievalQuery { Text = "a" }, Cancel)).Message.ShouldContain("twice");

    [Fact]
    public void Vectors_OfAnotherLength_AreRefusedAndNothingChanges()
    {
        _index.Add([new ChunkEntry(1, 1, "one", Vector: [1, 0, 0]), new ChunkEntry(2, 2, "two")]);

        Should.Throw<DimensionMismatchException>(() => _index.SetVectors([new ChunkVector(2, new float[] { 1, 0 })])).Message.ShouldContain("3 dimensions");
        Should.Throw<DimensionMismatchException>(() => _index.Replace(1, [new ChunkEntry(3, 1, "three", Vector: [1, 0])]));
        Should.Throw<DimensionMismatchException>(() => _retriever.Search([_index], new RetrievalQuery { Text = "one", Vector = new float[] { 1, 0 } }, Cancel));

        _index.Contains(1).ShouldBeTrue();
        _index.VectorCount.ShouldBe(1);
        _index.ChunkIdsWithoutVector().ShouldBe([2]);
        _index.ClearVectors();
        _index.SetVectors([new ChunkVector(1, new float[] { 1, 0 }), new ChunkVector(99, new float[] { 0, 1 })]);
        (_index.Dimension, _index.VectorCount).ShouldBe((2, 1));
    }

    [Fact]
    public void DeletedCollection_CountsAsEmpty_AndRefusesChanges()
    {
        _index.Add([new ChunkEntry(1, 1, "word")]);
        _index.Dispose();

        Ids("word").ShouldBeEmpty();
        Should.Throw<ObjectDisposedException>(() => _index.Add([new ChunkEntry(2, 2, "word")]));
    }

    [Fact]
    public void Search_QueryOfTenThousandCharacters_IsAnswered()
    {
        _index.Add([new ChunkEntry(1, 1, "needle in the text")]);

        Ids("needle " + string.Join(' ', Enumerable.Range(0, 3000).Select(i => "w" + i))).ShouldBe([1]);
    }

    [Fact]
    public void Search_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Should.Throw<OperationCanceledException>(() => _retriever.Search([_index], new RetrievalQuery { Text = "a" }, cancelled.Token));
    }

    [Fact]
    public async Task ConcurrentReadersAndWriters_SeeWholeDocumentsOnly()
    {
        using var other = new CollectionIndex(_options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        stop.CancelAfter(TimeSpan.FromSeconds(60));
        other.Add([new ChunkEntry(-1, -1, "version somewhere else")]);
        var queries = 0;
        var writers = Enumerable.Range(0, 2).Select(w => Task.Factory.StartNew(() =>
        {
            var numbers = new SeededNumbers((ulong)w);
            // Until both sides have done enough beside each other.
            for (var round = 0; (round < 400 || Volatile.Read(ref queries) < 200) && !stop.IsCancellationRequested; round++)
            {
                // A document is either at its even or at its odd version, never both.
                var target = w == 0 ? _index : other;
                target.Replace(w, [.. Enumerable.Range(0, 4).Select(i => new ChunkEntry(w * 1000 + (round % 2) * 10 + i, w, $"version chunk {i}", Vector: numbers.Vector(32)))]);
            }
        }, TaskCreationOptions.LongRunning)).ToArray();
        var readers = Enumerable.Range(0, 2).Select(r => Task.Factory.StartNew(() =>
        {
            var numbers = new SeededNumbers((ulong)(r + 50));
            while (!stop.IsCancellationRequested)
            {
                // Both orders of the collections: locks must not depend on it.
                var found = _retriever.Search(
                    r == 0 ? [_index, other] : [other, _index], new RetrievalQuery { Text = "version chunk", Vector = numbers.Vector(32) }, stop.Token);
                foreach (var document in found.Items.Where(item => item.DocumentId >= 0).GroupBy(item => item.DocumentId))
                {
                    document.Count().ShouldBe(4);
                    document.Select(item => item.ChunkId % 1000 / 10).Distinct().ShouldHaveSingleItem();
                }
                Interlocked.Increment(ref queries);
            }
        }, TaskCreationOptions.LongRunning)).ToArray();

        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        await stop.CancelAsync();
        foreach (var reader in readers) await reader.ContinueWith(done => { if (done.IsFaulted && done.Exception.InnerException is not OperationCanceledException) throw done.Exception; }, TaskScheduler.Default);
        queries.ShouldBeGreaterThanOrEqualTo(200);
    }

    private long[] Ids(string text, int limit = 10) =>
        [.. _retriever.Search([_index], new RetrievalQuery { Text = text, Limit = limit }, Cancel).Items.Take(limit).Select(item => item.ChunkId)];
}
