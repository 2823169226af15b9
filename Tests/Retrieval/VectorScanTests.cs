using System.Numerics.Tensors;
using LocalAi.Rag.Retrieval.Lexical;
using LocalAi.Rag.Retrieval.Vectors;

namespace LocalAi.Tests.Retrieval;

public sealed class VectorScanTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(300, 3)]
    [InlineData(9000, 384)]
    [InlineData(500, 1000)]
    public void Scan_EqualsTheFullFloatScan(int rows, int dimension)
    {
        var numbers = new SeededNumbers((ulong)(rows + dimension));
        using var segment = new VectorSegment(dimension);
        for (var row = 0; row < rows; row++) segment.Set(row, numbers.Vector(dimension));
        using var worker = new ScanWorker();

        for (var i = 0; i < 20; i++)
        {
            var query = numbers.Vector(dimension);
            var exact = Full(segment, query, 10, null);
            Scan(segment, query, 10, null, scan => scan.ScanBlocks()).ShouldBe(exact);
            Scan(segment, query, 10, null, worker.Run).ShouldBe(exact);
        }
    }

    [Fact]
    public void Scan_ClusteredNearTies_AreStillExact()
    {
        var numbers = new SeededNumbers(9);
        using var segment = new VectorSegment(64);
        var center = numbers.Vector(64);
        for (var row = 0; row < 2000; row++)
        {
            var noise = numbers.Vector(64);
            segment.Set(row, [.. center.Select((x, i) => x + noise[i] * 0.002f)]);
        }

        for (var i = 0; i < 20; i++) Scan(segment, center, 10, null, scan => scan.ScanBlocks()).ShouldBe(Full(segment, center, 10, null));
    }

    [Fact]
    public void Scan_AllowedRows_ComeFromThemOnly()
    {
        var numbers = new SeededNumbers(4);
        using var segment = new VectorSegment(32);
        for (var row = 0; row < 1000; row++) segment.Set(row, numbers.Vector(32));
        var allowed = new ulong[16];
        foreach (var slot in (int[])[3, 500, 999]) allowed[slot >> 6] |= 1UL << (slot & 63);
        var query = numbers.Vector(32);

        Scan(segment, query, 10, allowed, scan => scan.ScanBlocks()).ShouldBe(Full(segment, query, 10, allowed));
        Scan(segment, query, 10, new ulong[16], scan => scan.ScanBlocks()).ShouldBeEmpty();
    }

    [Fact]
    public void RemoveAndSet_KeepRowsAndSlotsTogether()
    {
        var numbers = new SeededNumbers(5);
        using var segment = new VectorSegment(16);
        var alive = new Dictionary<int, float[]>();
        for (var round = 0; round < 30_000; round++)
        {
            var slot = numbers.Next(12_000);
            if (numbers.Next(3) > 0)
            {
                alive[slot] = numbers.Vector(16);
                segment.Set(slot, alive[slot]);
            }
            else
            {
                segment.Remove(slot).ShouldBe(alive.Remove(slot));
            }
        }

        segment.Count.ShouldBe(alive.Count);
        foreach (var (slot, vector) in alive.Take(500))
        {
            var hit = Scan(segment, vector, 1, null, scan => scan.ScanBlocks()).ShouldHaveSingleItem();
            hit.Slot.ShouldBe(slot);
            hit.Score.ShouldBe(1f, 1e-4);
        }
        foreach (var slot in alive.Keys) segment.Remove(slot);
        segment.Count.ShouldBe(0);
        Scan(segment, numbers.Vector(16), 5, null, scan => scan.ScanBlocks()).ShouldBeEmpty();
    }

    [Fact]
    public void Set_NotFinite_IsRefused_AndZeroIsSimilarToNothing()
    {
        using var segment = new VectorSegment(4);
        Should.Throw<ArgumentException>(() => segment.Set(0, [1, float.NaN, 0, 0]));
        Should.Throw<ArgumentException>(() => segment.Set(0, [1, float.PositiveInfinity, 0, 0]));

        segment.Set(0, [0, 0, 0, 0]);
        segment.Set(1, [1, 0, 0, 0]);

        Scan(segment, [1, 0, 0, 0], 2, null, scan => scan.ScanBlocks()).Select(hit => (hit.Slot, hit.Score)).ShouldBe([(1, 1f), (0, 0f)]);
    }

    [Fact]
    public void CodeDot_EveryPathGivesTheSameSum()
    {
        var numbers = new SeededNumbers(6);
        var row = new sbyte[384];
        var query = new short[384];
        for (var round = 0; round < 50; round++)
        {
            for (var i = 0; i < 384; i++)
            {
                row[i] = (sbyte)(numbers.Next(255) - 127);
                query[i] = (short)(numbers.Next(64_001) - 32_000);
            }
            var expected = row.Select((x, i) => x * query[i]).Sum();
            CodeDot.Compute(row, query).ShouldBe(expected);
            CodeDot.Portable(row, query).ShouldBe(expected);
        }
    }

    private static ScoredSlot[] Scan(VectorSegment segment, float[] query, int limit, ulong[]? allowed, Action<VectorScan> run)
    {
        using var scan = new VectorScan(segment, query, limit, allowed);
        run(scan);
        return scan.Finish();
    }

    private static ScoredSlot[] Full(VectorSegment segment, float[] query, int limit, ulong[]? allowed)
    {
        var unit = new float[query.Length];
        TensorPrimitives.Divide(query, TensorPrimitives.Norm<float>(query), unit);
        var all = new List<ScoredSlot>();
        foreach (var slot in segment.SlotOfRow[..segment.Count])
        {
            if (allowed is null || (allowed[slot >> 6] >> (slot & 63) & 1) != 0) all.Add(new ScoredSlot(slot, TensorPrimitives.Dot(unit, segment.Vector(slot))));
        }
        return [.. all.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Slot).Take(limit)];
    }
}
