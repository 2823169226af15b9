using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LocalAi.Rag.Retrieval.Vectors;

/// <summary>
/// Dot product of int8 codes and int16 codes. .NET shows no VNNI class for this CPU, so bytes are widened and multiplied with add-adjacent.
/// Strides are multiples of 64; padding is zero.
/// </summary>
internal static unsafe class CodeDot
{
    public static int Compute(sbyte* row, short* query, int stride)
    {
        if (Avx512BW.IsSupported) return Wide(row, query, stride);
        return Avx2.IsSupported ? Narrow(row, query, stride) : Portable(new ReadOnlySpan<sbyte>(row, stride), new ReadOnlySpan<short>(query, stride));
    }

    /// <summary>The same over spans of one stride.</summary>
    public static int Compute(ReadOnlySpan<sbyte> row, ReadOnlySpan<short> query)
    {
        fixed (sbyte* r = row)
        fixed (short* q = query)
        {
            return Compute(r, q, row.Length);
        }
    }

    private static int Wide(sbyte* row, short* query, int stride)
    {
        var first = Vector512<int>.Zero;
        var second = Vector512<int>.Zero;
        for (var i = 0; i < stride; i += 64)
        {
            first += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + i)), Vector512.Load(query + i));
            second += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + i + 32)), Vector512.Load(query + i + 32));
        }
        return Vector512.Sum(first + second);
    }

    private static int Narrow(sbyte* row, short* query, int stride)
    {
        var first = Vector256<int>.Zero;
        var second = Vector256<int>.Zero;
        for (var i = 0; i < stride; i += 32)
        {
            first += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load(row + i)), Vector256.Load(query + i));
            second += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load(row + i + 16)), Vector256.Load(query + i + 16));
        }
        return Vector256.Sum(first + second);
    }

    /// <summary>Any other CPU: vectors of whatever width it has.</summary>
    public static int Portable(ReadOnlySpan<sbyte> codes, ReadOnlySpan<short> wanted)
    {
        var sum = Vector<int>.Zero;
        for (var i = 0; i < codes.Length; i += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(codes[i..]), out var low, out var high);
            sum += Products(low, new Vector<short>(wanted[i..])) + Products(high, new Vector<short>(wanted[(i + Vector<short>.Count)..]));
        }
        return Vector.Sum(sum);
    }

    private static Vector<int> Products(Vector<short> a, Vector<short> b)
    {
        Vector.Widen(a, out var lowA, out var highA);
        Vector.Widen(b, out var lowB, out var highB);
        return lowA * lowB + highA * highB;
    }
}
