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
    /// <summary>Rows that <see cref="ComputeFour"/> takes at once.</summary>
    public const int Rows = 4;

    /// <summary>Groups of rows between what is read and what is fetched, 6 kB at 384 dimensions.</summary>
    private const int Ahead = 4;

    private const int CacheLine = 64;

    public static int Compute(sbyte* row, short* query, int stride)
    {
        if (Avx512BW.IsSupported) return Wide(row, query, stride);
        return Avx2.IsSupported ? Narrow(row, query, stride) : Portable(new ReadOnlySpan<sbyte>(row, stride), new ReadOnlySpan<short>(query, stride));
    }

    /// <summary>
    /// Products of four rows that lie behind each other. The question's codes, twice as wide as a row's, are loaded once for all of them: a quarter off a scan of
    /// 10k rows, and with what is fetched ahead a sixth off one of 100k.
    /// </summary>
    public static Vector128<int> ComputeFour(sbyte* row, short* query, int stride)
    {
        if (Avx512BW.IsSupported) return WideFour(row, query, stride);
        return Vector128.Create(Compute(row, query, stride), Compute(row + stride, query, stride), Compute(row + 2 * stride, query, stride), Compute(row + 3 * stride, query, stride));
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

    private static Vector128<int> WideFour(sbyte* row, short* query, int stride)
    {
        var (a, b, c, d) = (Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero);
        for (var i = 0; i < stride; i += 32)
        {
            var wanted = Vector512.Load(query + i);
            // Four rows side by side are not the order the processor fetches ahead in.
            Sse.Prefetch0(row + Rows * (Ahead * stride + i));
            Sse.Prefetch0(row + Rows * (Ahead * stride + i) + CacheLine);
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + i)), wanted);
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + stride + i)), wanted);
            c += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + 2 * stride + i)), wanted);
            d += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + 3 * stride + i)), wanted);
        }
        // Neighbours are added until each quarter holds one sum of every row, then the quarters.
        var ab = Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b);
        var cd = Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d);
        var sums = Avx512F.UnpackLow(ab.AsInt64(), cd.AsInt64()).AsInt32() + Avx512F.UnpackHigh(ab.AsInt64(), cd.AsInt64()).AsInt32();
        var half = sums.GetLower() + sums.GetUpper();
        return half.GetLower() + half.GetUpper();
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
