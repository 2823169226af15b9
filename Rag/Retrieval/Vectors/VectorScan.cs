using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LocalAi.Rag.Retrieval.Lexical;

namespace LocalAi.Rag.Retrieval.Vectors;

/// <summary>
/// Exact nearest neighbours by cosine: a scan over int8 codes whose error is bounded, then the full vectors of the few rows that can still
/// be among the best.
/// </summary>
/// <remarks>
/// For a row x = s·c + e and a question q = t·d + f (c, d the codes; e, f what rounding lost):
/// x·q = s·t·(c·d) + (s·c)·f + e·q, so |x·q − s·t·(c·d)| ≤ (|x| + |e|)·|f| + |e|·|q|, with |x| = |q| = 1.
/// 1. Scan: approximate score of every row; upper bound = approximate + bound; the k-th best lower bound is kept as the bar.
/// 2. Rows whose upper bound is under the bar cannot be among the best k. The others, some dozen, are scored with the full vectors.
/// The result equals that of a full float32 scan.
/// </remarks>
internal sealed class VectorScan : IDisposable
{
    /// <summary>Rounding of the float32 sums themselves.</summary>
    private const float Slack = 2e-5f;
    private const float Unreachable = float.NegativeInfinity;

    private readonly VectorSegment _segment;
    private readonly QuantizedQuery _query;
    private readonly ulong[]? _allowed;
    private readonly int _limit;
    private readonly float[] _upper;
    private readonly float[] _bars;
    private int _nextBlock;

    public VectorScan(VectorSegment segment, ReadOnlySpan<float> query, int limit, ulong[]? allowed)
    {
        if (query.Length != segment.Dimension) throw new DimensionMismatchException(segment.Dimension, query.Length);
        var length = TensorPrimitives.Norm(query);
        if (!float.IsFinite(length)) throw new ArgumentException("The question's vector has NaN or infinite components.", nameof(query));
        var unit = query.ToArray();
        if (length > 0) TensorPrimitives.Divide(unit, length, unit);
        _segment = segment;
        _query = new QuantizedQuery(unit, segment.CodeStride);
        _allowed = allowed;
        _limit = Math.Min(limit, segment.Count);
        _upper = ArrayPool<float>.Shared.Rent(Math.Max(1, segment.Count));
        _bars = new float[segment.Blocks.Count];
        Array.Fill(_bars, Unreachable);
    }

    /// <summary>Takes blocks until none is left; several threads may do so at once.</summary>
    public void ScanBlocks()
    {
        Span<ScoredSlot> heap = stackalloc ScoredSlot[Math.Min(_limit, 512)];
        while (true)
        {
            var block = Interlocked.Increment(ref _nextBlock) - 1;
            if (block >= _segment.Blocks.Count || _segment.RowsIn(block) <= 0) return;
            _bars[block] = ScanBlock(block, heap);
        }
    }

    /// <summary>The best rows after all blocks are scanned: slots with their exact cosine, best first.</summary>
    public ScoredSlot[] Finish()
    {
        if (_limit == 0) return [];
        // A block's own k-th lower bound is a bar for the whole collection.
        var bar = TensorPrimitives.Max<float>(_bars);
        var rows = _upper.AsSpan(0, _segment.Count);
        var top = new TopSlots(new ScoredSlot[_limit]);
        for (var row = 0; row < rows.Length; row++)
        {
            // Nearly all rows are under the bar: eight at a time are passed over.
            var threshold = Vector256.Create(Math.Max(bar, top.Threshold));
            while (row + Vector256<float>.Count <= rows.Length && Vector256.LessThanAll(Vector256.Create<float>(rows[row..]), threshold)) row += Vector256<float>.Count;
            if (row == rows.Length) break;
            if (rows[row] < bar || rows[row] < top.Threshold || rows[row] == Unreachable) continue;
            var exact = Exact(row);
            if (exact < top.Threshold) continue;
            top.Add(_segment.SlotOfRow[row], exact);
        }
        return top.Sorted().ToArray();
    }

    public void Dispose() => ArrayPool<float>.Shared.Return(_upper);

    private float Exact(int row) =>
        TensorPrimitives.Dot(_query.Unit, _segment.Blocks[row / VectorSegment.RowsPerBlock].Row(row % VectorSegment.RowsPerBlock));

    private unsafe float ScanBlock(int index, Span<ScoredSlot> heap)
    {
        var block = _segment.Blocks[index];
        var rows = _segment.RowsIn(index);
        var first = index * VectorSegment.RowsPerBlock;
        var upper = _upper.AsSpan(first, rows);
        var slots = _segment.SlotOfRow.Slice(first, rows);
        // A heap shorter than the limit would give too high a bar.
        var lower = new TopSlots(heap);
        var certain = heap.Length == _limit;
        fixed (short* query = _query.Codes)
        {
            var row = _allowed is null ? ScanFours(block, rows, query, upper, certain, ref lower) : 0;
            for (; row < rows; row++)
            {
                if (_allowed is not null && (_allowed[slots[row] >> 6] >> (slots[row] & 63) & 1) == 0)
                {
                    upper[row] = Unreachable;
                    continue;
                }
                var product = CodeDot.Compute(block.Codes + (nuint)row * (nuint)block.CodeStride, query, block.CodeStride);
                var approximate = block.Scales[row] * _query.Scale * product;
                var bound = block.Errors[row] + (1 + block.Errors[row]) * _query.Error + Slack;
                upper[row] = approximate + bound;
                if (certain && approximate - bound > lower.Threshold) lower.Add(row, approximate - bound);
            }
        }
        return certain && lower.Count == _limit ? lower.Threshold : Unreachable;
    }

    /// <returns>Rows scanned: all but the last three at most.</returns>
    private unsafe int ScanFours(VectorBlock block, int rows, short* query, Span<float> upper, bool certain, ref TopSlots lower)
    {
        var row = 0;
        for (; row + CodeDot.Rows <= rows; row += CodeDot.Rows)
        {
            var products = CodeDot.ComputeFour(block.Codes + (nuint)row * (nuint)block.CodeStride, query, block.CodeStride);
            var approximate = Vector128.Load(block.Scales + row) * _query.Scale * Vector128.ConvertToSingle(products);
            var errors = Vector128.Load(block.Errors + row);
            var bound = errors + (Vector128<float>.One + errors) * _query.Error + Vector128.Create(Slack);
            (approximate + bound).CopyTo(upper[row..]);
            var lowest = approximate - bound;
            if (!certain || !Vector128.GreaterThanAny(lowest, Vector128.Create(lower.Threshold))) continue;
            for (var i = 0; i < CodeDot.Rows; i++)
            {
                if (lowest[i] > lower.Threshold) lower.Add(row + i, lowest[i]);
            }
        }
        return row;
    }
}
