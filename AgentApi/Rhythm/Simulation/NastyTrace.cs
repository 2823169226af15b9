namespace LocalAi.AgentApi.Rhythm.Simulation;

/// <summary>Machines that are made to break a scheduler that adapts: loads at its thresholds, memory that never comes free, sleep.</summary>
internal static class NastyTrace
{
    public static IReadOnlyList<string> Kinds { get; } = ["sawtooth", "edge", "bursts", "asleep", "memory", "flat-out"];

    /// <summary>
    /// 14 days. <c>sawtooth</c>: CPU climbs through the threshold and falls through it every 40 min; <c>edge</c>: 69 to 71 % all the time; <c>bursts</c>: two
    /// minutes at 98 % in every five; <c>asleep</c>: the machine sleeps from 22:30 to 07:30; <c>memory</c>: 97 % used for five days; <c>flat-out</c>: CPU at 100 % for three days.
    /// </summary>
    /// <exception cref="ArgumentException">Another kind.</exception>
    public static LoadTrace Synthetic(string kind, ulong seed)
    {
        if (!Kinds.Contains(kind))
        {
            throw new ArgumentException($"There is no load '{kind}'; write {string.Join(", ", Kinds)}.", nameof(kind));
        }

        var (random, office) = (new SplitMix((seed * 15_485_863) + (ulong)kind.Length), LoadTrace.Synthetic("office", 14, seed));
        double[] cpu = [.. office.Cpu], memory = [.. office.Memory];
        var asleep = new bool[cpu.Length];
        for (var minute = 0; minute < cpu.Length; minute++)
        {
            var (day, ofDay) = (minute / 1440, minute % 1440);
            switch (kind)
            {
                case "sawtooth":
                    cpu[minute] = Math.Clamp(0.5 + (0.4 * (minute % 40) / 40) + (random.NextNormal() * 0.01), 0, 1);
                    break;
                case "edge":
                    cpu[minute] = 0.69 + (random.NextDouble() * 0.02);
                    break;
                case "bursts":
                    cpu[minute] = minute % 5 < 2 ? 0.98 : 0.08;
                    break;
                case "asleep":
                    asleep[minute] = ofDay is >= 1350 or < 450;
                    break;
                case "memory" when day is >= 8 and < 13:
                    memory[minute] = 0.97;
                    break;
                case "flat-out" when day is >= 8 and < 11:
                    cpu[minute] = 1;
                    break;
                default:
                    break;
            }
        }

        return office with { Cpu = cpu, Memory = memory, Asleep = asleep };
    }
}
