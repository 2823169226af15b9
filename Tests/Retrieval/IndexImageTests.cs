using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Retrieval.Snapshots;

namespace LocalAi.Tests.Retrieval;

/// <summary>The words of an index as a file: what is read back finds the same, and what is torn, damaged or foreign is refused.</summary>
public sealed class IndexImageTests : IDisposable
{
    private static readonly string[] Questions = ["alpha", "벡터 데이터베이스", "포스트그레스", "kuberntes", "MaxRetryAttempts", "unique77x", "backup guide", "없는말", "install"];

    private readonly RetrievalOptions _options = new();
    private readonly CollectionIndex _index;
    private readonly Retriever _retriever;
    private readonly byte[] _fingerprint;

    public IndexImageTests()
    {
        _index = new CollectionIndex(_options);
        _retriever = new Retriever(_options);
        _fingerprint = IndexImage.Fingerprint(_options);
        _index.Add([.. Enumerable.Range(0, 300).Select(i => new ChunkEntry(i, i / 5, $"alpha unique{i}x text", Path: $"docs/{i}.md", Stamp: (ulong)i))]);
        _index.Replace(900, [
            new ChunkEntry(1000, 900, "벡터데이터베이스를 고칩니다. postgres 설정", "제목", "Install > Linux", "docs/backup-guide.md", Stamp: ulong.MaxValue),
            new ChunkEntry(1001, 900, "kubernetes and MaxRetryAttempts of the client"),
        ]);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _index.Dispose();
        _retriever.Dispose();
    }

    [Fact]
    public void Read_WhatWasWritten_FindsTheSameAndGoesOnAsAnyIndex()
    {
        using var read = Read(Written())!;

        read.Count.ShouldBe(_index.Count);
        read.StampOf(1000).ShouldBe(ulong.MaxValue);
        read.StampOf(7).ShouldBe(7UL);
        foreach (var question in Questions)
        {
            Hits(read, question).ShouldBe(Hits(_index, question), question);
        }

        Hits(read, "포스트그레스").ShouldNotBeEmpty();
        Hits(read, "kuberntes").ShouldNotBeEmpty();
        read.Replace(900, [new ChunkEntry(2000, 900, "zebra kubernetes")]);
        read.Remove([5L]);
        read.Add([new ChunkEntry(3000, 3000, "a new zebra")]);
        Hits(read, "zebra").Select(hit => hit.Id).Order().ShouldBe([2000L, 3000L]);
        Hits(read, "unique5x").ShouldBeEmpty();
        Hits(read, "벡터 데이터베이스").ShouldBeEmpty();
    }

    [Fact]
    public void Write_DeletedChunks_LeaveNeitherPostingsNorWords()
    {
        Contains(Written(), "kubern").ShouldBeTrue();
        _index.RemoveDocument(900);
        var image = Written();

        using var read = Read(image)!;

        read.Count.ShouldBe(300);
        Hits(read, "kubernetes").ShouldBeEmpty();
        Contains(image, "kubern").ShouldBeFalse();
        Contains(image, "unique").ShouldBeTrue();
        read.Lexical.TermCount.ShouldBeLessThan(_index.Lexical.TermCount);
    }

    [Fact]
    public void Write_IndexThatChangesMeanwhile_IsNoImage()
    {
        var changing = new ChangingStream(() => _index.Add([new ChunkEntry(5000, 5000, "late")]));

        IndexImage.TryWrite(_index, _fingerprint, changing, Cancel).ShouldBeNull();
        IndexImage.TryWrite(_index, _fingerprint, Stream.Null, Cancel).ShouldBe(_index.Version);
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        var image = Written();

        for (var length = 0; length < image.Length; length += 1 + (image.Length / 400))
        {
            Should.Throw<InvalidDataException>(() => Read(image[..length]), $"cut at {length} of {image.Length}");
        }

        Should.Throw<InvalidDataException>(() => Read([.. image, 0])).Message.ShouldNotBeEmpty();
    }

    [Fact]
    public void Read_AByteFlippedAnywhere_IsRefused()
    {
        var image = Written();

        for (var place = 0; place < image.Length; place += 1 + (image.Length / 400))
        {
            var damaged = image.ToArray();
            damaged[place] ^= 0x40;
            CollectionIndex? read = null;
            try
            {
                read = Read(damaged);
            }
            catch (InvalidDataException)
            {
                continue;
            }

            // A damaged fingerprint is another build's.
            read.ShouldBeNull($"byte {place} of {image.Length}");
            place.ShouldBeInRange(8, 39);
        }
    }

    [Fact]
    public void Read_OfAnotherAnalyserOrOtherBoosts_IsNotUsed()
    {
        var image = Written();
        var other = IndexImage.Fingerprint(new RetrievalOptions { TitleBoost = 3 });

        other.ShouldNotBe(_fingerprint);
        IndexImage.Read(new MemoryStream(image), other, _options, Cancel).ShouldBeNull();
    }

    [Fact]
    public void Read_LargeIndexWithManyBlocks_FindsTheSame()
    {
        _index.Add([.. Enumerable.Range(10_000, 6000).Select(i => new ChunkEntry(i, i, $"common word{i} other{i * 7} third{i * 13}"))]);
        _index.Remove([.. Enumerable.Range(10_000, 3000).Select(i => (long)i)]);

        using var read = Read(Written())!;

        read.Count.ShouldBe(_index.Count);
        foreach (var question in (string[])["common", "word15000", "third169000", "word10001"])
        {
            // The weights differ: the image has no postings of deleted chunks.
            Hits(read, question).Select(hit => hit.Id).ShouldBe(Hits(_index, question).Select(hit => hit.Id), question);
        }
    }

    private byte[] Written()
    {
        using var stream = new MemoryStream();
        IndexImage.TryWrite(_index, _fingerprint, stream, Cancel).ShouldBe(_index.Version);
        return stream.ToArray();
    }

    private CollectionIndex? Read(byte[] image) => IndexImage.Read(new MemoryStream(image), _fingerprint, _options, Cancel);

    private static bool Contains(byte[] image, string word) => image.AsSpan().IndexOf(System.Text.Encoding.Unicode.GetBytes(word)) >= 0;

    private (long Id, float Score)[] Hits(CollectionIndex index, string question) =>
        [.. _retriever.Search([index], new RetrievalQuery { Text = question, Limit = 10 }, Cancel).Items.Select(c => (Id: c.ChunkId, Score: c.Lexical)).OrderBy(c => c.Id)];

    /// <summary>Changes the index when a part of it was written.</summary>
    private sealed class ChangingStream(Action change) : MemoryStream
    {
        private bool _isChanged;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            if (Length > 10_000 && !_isChanged)
            {
                _isChanged = true;
                change();
            }
        }
    }
}
