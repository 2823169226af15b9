using System.Numerics.Tensors;

namespace LocalAi.Rag.Retrieval.Vectors;

/// <summary>
/// All vectors of one collection, unit length, in blocks that never move. A removed row is filled with the last one. Not thread-safe:
/// <see cref="CollectionIndex"/> holds the lock, and with it keeps a block alive while it is read.
/// </summary>
internal sealed class VectorSegment : IDisposable
{
    /// <summary>16 MB of float32 at 384 dimensions: a whole number of huge pages is not needed, few blocks are.</summary>
    public const int RowsPerBlock = 8192;
    private const int FirstRows = 256;
    private const int StrideUnit = 64;

    private readonly List<VectorBlock> _blocks = [];
    private int[] _slotOfRow = [];
    private readonly Dictionary<int, int> _rowOfSlot = [];

    public VectorSegment(int dimension)
    {
        Dimension = dimension;
        CodeStride = (dimension + StrideUnit - 1) / StrideUnit * StrideUnit;
    }

    public int Dimension { get; }

    public int CodeStride { get; }

    public int Count { get; private set; }

    public long Bytes => _blocks.Sum(block => block.Bytes);

    public IReadOnlyList<VectorBlock> Blocks => _blocks;

    public ReadOnlySpan<int> SlotOfRow => _slotOfRow;

    /// <summary>Rows of a block that are in use.</summary>
    public int RowsIn(int block) => Math.Min(RowsPerBlock, Count - block * RowsPerBlock);

    /// <summary>The unit vector of a slot; empty when it has none.</summary>
    public ReadOnlySpan<float> Vector(int slot) => _rowOfSlot.TryGetValue(slot, out var row) ? Row(row) : [];

    /// <summary>Sets or replaces the vector of a slot. It is scaled to length 1; an all-zero vector stays zero and is similar to nothing.</summary>
    /// <exception cref="DimensionMismatchException">Another length than the segment's.</exception>
    /// <exception cref="ArgumentException">A component is NaN or infinite.</exception>
    public void Set(int slot, ReadOnlySpan<float> vector)
    {
        if (vector.Length != Dimension) throw new DimensionMismatchException(Dimension, vector.Length);
        var length = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(length)) throw new ArgumentException("A vector with NaN or infinite components cannot be indexed.", nameof(vector));
        if (!_rowOfSlot.TryGetValue(slot, out var row))
        {
            row = Append(slot);
            _rowOfSlot.Add(slot, row);
        }
        var target = Row(row);
        if (length > 0) TensorPrimitives.Divide(vector, length, target);
        else target.Clear();
        Encode(row);
    }

    public bool Remove(int slot)
    {
        if (!_rowOfSlot.Remove(slot, out var row)) return false;
        var last = --Count;
        if (row != last)
        {
            Row(last).CopyTo(Row(row));
            Encode(row);
            _slotOfRow[row] = _slotOfRow[last];
            _rowOfSlot[_slotOfRow[row]] = row;
        }
        // One empty block is kept, so that a collection at a block's edge does not allocate with every change.
        while (_blocks.Count > Count / RowsPerBlock + 2)
        {
            _blocks[^1].Dispose();
            _blocks.RemoveAt(_blocks.Count - 1);
        }
        return true;
    }

    public void Dispose()
    {
        foreach (var block in _blocks) block.Dispose();
        _blocks.Clear();
        Count = 0;
    }

    private Span<float> Row(int row) => _blocks[row / RowsPerBlock].Row(row % RowsPerBlock);

    private int Append(int slot)
    {
        if (Count == _blocks.Count * RowsPerBlock || (_blocks.Count == 1 && Count == _blocks[0].Rows)) AddBlock();
        if (Count == _slotOfRow.Length) Array.Resize(ref _slotOfRow, Math.Max(FirstRows, Count * 2));
        _slotOfRow[Count] = slot;
        return Count++;
    }

    /// <summary>A small collection begins with a small block, which grows by copying until it is a full one.</summary>
    private void AddBlock()
    {
        if (_blocks.Count != 1 || _blocks[0].Rows == RowsPerBlock)
        {
            _blocks.Add(new VectorBlock(_blocks.Count == 0 ? FirstRows : RowsPerBlock, Dimension, CodeStride));
            return;
        }
        using var small = _blocks[0];
        var large = new VectorBlock(Math.Min(RowsPerBlock, small.Rows * 4), Dimension, CodeStride);
        _blocks[0] = large;
        for (var row = 0; row < Count; row++)
        {
            small.Row(row).CopyTo(large.Row(row));
            Encode(row);
        }
    }

    private unsafe void Encode(int row)
    {
        var block = _blocks[row / RowsPerBlock];
        var local = row % RowsPerBlock;
        var values = block.Row(local);
        var codes = block.CodeRow(local);
        codes.Clear();
        var scale = Math.Abs(TensorPrimitives.MaxMagnitude<float>(values)) / 127;
        double error = 0;
        for (var i = 0; i < values.Length; i++)
        {
            codes[i] = scale == 0 ? (sbyte)0 : (sbyte)MathF.Round(values[i] / scale);
            var difference = values[i] - codes[i] * scale;
            error += difference * difference;
        }
        block.Scales[local] = scale;
        block.Errors[local] = (float)Math.Sqrt(error);
    }
}
