using System.Numerics.Tensors;

namespace LocalAi.Rag.Retrieval.Vectors;

/// <summary>
/// The question's vector in 16-bit steps, so large that the sum over all dimensions with int8 codes still fits 32 bits.
/// </summary>
internal sealed class QuantizedQuery
{
    public QuantizedQuery(ReadOnlySpan<float> unit, int stride)
    {
        Unit = unit.ToArray();
        Codes = new short[stride];
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(unit));
        var steps = Math.Min(32_000, int.MaxValue / (127 * unit.Length));
        Scale = largest == 0 ? 0 : largest / steps;
        double error = 0;
        for (var i = 0; i < unit.Length; i++)
        {
            Codes[i] = Scale == 0 ? (short)0 : (short)MathF.Round(unit[i] / Scale);
            var difference = unit[i] - Codes[i] * Scale;
            error += difference * difference;
        }
        Error = (float)Math.Sqrt(error);
    }

    public float[] Unit { get; }

    public short[] Codes { get; }

    public float Scale { get; }

    /// <summary>Length of the difference between the question and its codes.</summary>
    public float Error { get; }
}
