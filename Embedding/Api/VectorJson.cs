using System.Buffers;
using System.Buffers.Text;

namespace LocalAi.Embedding.Api;

/// <summary>
/// Writes vectors as JSON an order faster than the serializer: components of a unit vector as nine decimals (an error of at most 5·10⁻¹⁰),
/// straight into the response.
/// </summary>
internal static class VectorJson
{
    private const int Decimals = 9;
    private const int MaxNumber = 32;

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<float> vector)
    {
        var target = output.GetSpan(vector.Length * MaxNumber + 2);
        var length = 0;
        target[length++] = (byte)'[';
        for (var i = 0; i < vector.Length; i++)
        {
            if (i > 0) target[length++] = (byte)',';
            length += Write(target[length..], vector[i]);
        }
        target[length++] = (byte)']';
        output.Advance(length);
    }

    private static int Write(Span<byte> target, float value)
    {
        if (!(Math.Abs(value) < 1))
        {
            Utf8Formatter.TryFormat(value, target, out var written, new StandardFormat('R'));
            return written;
        }
        var digits = (int)Math.Round(Math.Abs((double)value) * 1e9);
        if (digits == 0)
        {
            target[0] = (byte)'0';
            return 1;
        }
        if (digits >= 1_000_000_000) digits = 999_999_999;
        var length = 0;
        if (value < 0) target[length++] = (byte)'-';
        target[length++] = (byte)'0';
        target[length++] = (byte)'.';
        for (var i = Decimals - 1; i >= 0; i--)
        {
            target[length + i] = (byte)('0' + digits % 10);
            digits /= 10;
        }
        length += Decimals;
        while (target[length - 1] == '0') length--;
        return length;
    }
}
