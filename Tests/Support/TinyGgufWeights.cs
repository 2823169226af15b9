namespace LocalAi.Tests.Support;

/// <summary>Random tensors, the same for the same seed on every machine (SplitMix64, Steele et al. 2014; normal by Box-Muller).</summary>
internal sealed class TinyGgufWeights(ulong seed)
{
    private ulong _state = seed;

    public float[] Normal(int count, float deviation)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
            values[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * Uniform()));
        }

        return values;
    }

    public static float[] Constant(int count, float value)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }

    private double Uniform()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return (mixed >> 11) * (1.0 / (1UL << 53));
    }
}
