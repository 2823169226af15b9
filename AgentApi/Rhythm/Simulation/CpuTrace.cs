using LocalAi.AgentApi.Rhythm.Detection;

namespace LocalAi.AgentApi.Rhythm.Simulation;

/// <summary>A day of CPU samples every 5 s: 200 harmless bursts (5-20 s) and 6 real episodes (5-15 min).</summary>
internal static class CpuTrace
{
    private const int SampleSeconds = 5;
    private const int Samples = 86_400 / SampleSeconds;

    /// <summary>Runs the CPU detector over the day of a seed.</summary>
    public static (int Episodes, int Found, int False, IReadOnlyList<double> Delays) Measure(ulong seed)
    {
        var random = new SplitMix(seed * 104_729);
        var cpu = new double[Samples];
        var episode = new int[Samples];
        for (var i = 0; i < Samples; i++)
        {
            cpu[i] = Math.Clamp(0.25 + (0.15 * Math.Sin(i * 2 * Math.PI / Samples)) + (random.NextNormal() * 0.06), 0, 1);
        }

        for (var burst = 0; burst < 200; burst++)
        {
            Fill(cpu, (int)(random.NextDouble() * (Samples - 10)), 1 + (int)(random.NextDouble() * 4), random);
        }

        for (var number = 1; number <= 6; number++)
        {
            var start = ((number - 1) * Samples / 6) + (int)(random.NextDouble() * (Samples / 12));
            var length = 60 + (int)(random.NextDouble() * 120);
            Fill(cpu, start, length, random);
            Array.Fill(episode, number, start, length);
        }

        var detector = SpikeDetector.ForCpu();
        var (falseAlarms, delays, found) = (0, new List<double>(), new HashSet<int>());
        for (var i = 0; i < Samples; i++)
        {
            if (!detector.Add(MemoryTrace.Start.AddSeconds(i * SampleSeconds), cpu[i]))
            {
                continue;
            }

            if (episode[i] == 0)
            {
                falseAlarms++;
            }
            else if (found.Add(episode[i]))
            {
                delays.Add((i - Array.IndexOf(episode, episode[i])) * SampleSeconds);
            }
        }

        return (6, found.Count, falseAlarms, delays);
    }

    private static void Fill(double[] cpu, int start, int length, SplitMix random)
    {
        for (var i = start; i < Math.Min(cpu.Length, start + length); i++)
        {
            cpu[i] = Math.Clamp(0.93 + (random.NextNormal() * 0.04), 0.82, 1);
        }
    }
}
