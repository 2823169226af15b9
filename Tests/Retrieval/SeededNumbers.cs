namespace LocalAi.Tests.Retrieval;

/// <summary>Numbers from a fixed seed (splitmix64): the same in every run and on every machine.</summary>
internal sealed class SeededNumbers(ulong seed)
{
    private ulong _state = seed;

    /// <summary>0 to <paramref name="bound"/> - 1.</summary>
    public int Next(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>A vector with components from -1 to 1.</summary>
    public float[] Vector(int dimension)
    {
        var vector = new float[dimension];
        for (var i = 0; i < dimension; i++) vector[i] = (Next() >> 40) / (float)(1 << 23) - 1;
        return vector;
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
