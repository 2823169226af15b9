namespace LocalAi.AgentApi.Rhythm.Simulation;

/// <summary>Three days of a server's memory, a sample a minute, with the set of loaded models.</summary>
/// <param name="Key">Loaded models per minute.</param>
/// <param name="Bytes">Resident memory per minute.</param>
internal sealed record MemoryTrace(IReadOnlyList<string> Key, IReadOnlyList<long> Bytes)
{
    public static DateTimeOffset Start { get; } = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Benign shapes are added up as named: <c>flat</c>, <c>warmup</c> (rises for hours, then flat), <c>models</c> (loads and unloads),
    /// <c>day</c> (a daily cycle), <c>all</c>; a leak of <paramref name="leakPerHour"/> bytes comes on top.
    /// </summary>
    public static MemoryTrace Synthetic(string shape, double leakPerHour, ulong seed, int days = 3)
    {
        const double megabyte = 1 << 20;
        var random = new SplitMix((seed * 7919) + (ulong)shape.Length);
        var keys = new string[days * 1440];
        var bytes = new long[keys.Length];
        var warm = shape is "warmup" or "all";
        var models = shape is "models" or "all";
        var cycle = shape is "day" or "all";
        var amplitude = 50 + (random.NextDouble() * 100);
        var warmHours = 1 + (random.NextDouble() * 2);
        var warmSize = 300 + (random.NextDouble() * 300);
        var loaded = 0;
        for (var minute = 0; minute < keys.Length; minute++)
        {
            if (models && random.NextDouble() < 1 / 300.0)
            {
                loaded = (loaded + 1 + (int)(random.NextDouble() * 2)) % 3;
            }

            var hours = minute / 60.0;
            var size = 1200.0
                + (warm ? warmSize * (1 - Math.Exp(-hours / warmHours)) : 0)
                + (cycle ? amplitude * Math.Sin(2 * Math.PI * (hours - 8) / 24) : 0)
                + (loaded * 4200)
                + (random.NextNormal() * 12)
                + (random.NextDouble() < 0.1 ? random.NextDouble() * 200 : 0);
            keys[minute] = loaded switch { 0 => "", 1 => "chat-7b@8192", _ => "chat-7b@8192,code-7b@8192" };
            bytes[minute] = (long)(Math.Max(50, size) * megabyte + (leakPerHour * hours));
        }

        return new MemoryTrace(keys, bytes);
    }
}
