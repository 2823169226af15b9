using LocalAi.AgentApi.Rhythm.Simulation;

namespace LocalAi.Tests.Rhythm;

/// <summary>Loads of another kind than those the planner was made with: they attack its hysteresis, its memory gate and its learned week.</summary>
internal static class HeldOutTraces
{
    private const int Days = 14;
    private const int Minutes = Days * 1440;

    public static readonly string[] Kinds = ["traveller", "lid", "inverted", "step", "chaos", "pressure", "heavy tail", "sawtooth", "full", "outlier week"];

    public static LoadTrace Of(string kind, ulong seed)
    {
        var random = new SplitMix((seed * 6_700_417) + 11);
        Func<int, double> cpu = kind switch
        {
            // Office hours that move by nine hours on day 4, back by fourteen on day 9.
            "traveller" => minute => OfficeHour(minute + (minute / 1440 switch { < 4 => 0, < 9 => 9 * 60, _ => -5 * 60 })) ? Noisy(random, 0.55, 0.15) : Noisy(random, 0.04, 0.02),
            // Twenty minutes of hard work, twenty minutes of a closed lid, day and night.
            "lid" => minute => minute / 20 % 2 == 0 ? Noisy(random, 0.78, 0.08) : 0.005,
            "inverted" => minute => minute % 1440 is < 8 * 60 or >= 20 * 60 ? Noisy(random, 0.72, 0.12) : Noisy(random, 0.05, 0.02),
            // Idle for two days, then for ever between the leaving and the entering edge of "busy".
            "step" => minute => minute < 2 * 1440 ? Noisy(random, 0.06, 0.02) : Noisy(random, 0.65, 0.01),
            "chaos" => Chaos(random),
            "pressure" => _ => Noisy(random, 0.3, 0.05),
            "heavy tail" => HeavyTail(random),
            "sawtooth" => minute => 0.55 + (minute % 11 / 10.0 * 0.22),
            "full" => _ => Noisy(random, 0.99, 0.01),
            // A quiet first week teaches that every hour is free; in the second none is.
            "outlier week" => minute => minute < Minutes / 2 ? Noisy(random, 0.03, 0.01) : Noisy(random, 0.82, 0.1),
            _ => throw new ArgumentException($"There is no trace '{kind}'.", nameof(kind)),
        };

        // Available memory swings over the 15 % gate every 45 minutes, for hours above the old 60 % rule.
        Func<int, double> memory = kind == "pressure" ? minute => Math.Clamp(0.85 + (0.08 * Math.Sin(minute * 2 * Math.PI / 45)) + (random.NextNormal() * 0.01), 0, 0.98) : _ => 0.5;
        return new LoadTrace(
            new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero),
            [.. Enumerable.Range(0, Minutes).Select(minute => Math.Clamp(cpu(minute), 0, 1))],
            [.. Enumerable.Range(0, Minutes).Select(memory)]);
    }

    private static bool OfficeHour(int minute) => (((minute % 1440) + 1440) % 1440) is >= 9 * 60 and < 17 * 60;

    private static double Noisy(SplitMix random, double level, double spread) => level + (random.NextNormal() * spread);

    private static Func<int, double> Chaos(SplitMix random)
    {
        var x = 0.1 + (random.NextDouble() * 0.8);
        return _ => x = Math.Clamp(3.97 * x * (1 - x), 0.001, 0.999);
    }

    /// <summary>Pareto lengths of work and rest, shape 1.1: a few last for days.</summary>
    private static Func<int, double> HeavyTail(SplitMix random)
    {
        var left = 0.0;
        var busy = false;
        return _ =>
        {
            if (left-- <= 0)
            {
                busy = !busy;
                left = Math.Min(3 * 1440, 5 / Math.Pow(1 - random.NextDouble(), 1 / 1.1));
            }

            return busy ? Noisy(random, 0.85, 0.1) : Noisy(random, 0.08, 0.04);
        };
    }
}
