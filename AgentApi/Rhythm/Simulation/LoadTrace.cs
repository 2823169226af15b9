namespace LocalAi.AgentApi.Rhythm.Simulation;

/// <summary>What the user does with the machine, minute by minute.</summary>
/// <param name="Start">First minute; a Monday 00:00 UTC in the synthetic traces.</param>
/// <param name="Cpu">Foreground demand per minute, as a share of the machine (0 to 1).</param>
/// <param name="Memory">Used memory per minute, as a share (0 to 1).</param>
internal sealed record LoadTrace(DateTimeOffset Start, IReadOnlyList<double> Cpu, IReadOnlyList<double> Memory)
{
    public int Minutes => Cpu.Count;

    /// <summary>Minutes in which the machine sleeps: nothing runs, no clock of a run goes on, and it wakes with all that has become due. Null: never.</summary>
    public IReadOnlyList<bool>? Asleep { get; init; }

    /// <summary>A synthetic user: <c>office</c> (9-17 h and evenings), <c>llm</c> (the same with a model nearly always loaded), <c>night</c> (works around 02:30).</summary>
    /// <exception cref="ArgumentException">Another kind.</exception>
    public static LoadTrace Synthetic(string kind, int days, ulong seed)
    {
        if (kind is not ("office" or "llm" or "night"))
        {
            throw new ArgumentException($"There is no load '{kind}'; write office, llm or night.", nameof(kind));
        }

        var random = new SplitMix((seed * 1_000_003) + (ulong)kind.Length);
        var start = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        var cpu = new double[days * 1440];
        var memory = new double[cpu.Length];
        var burst = 0;
        var burstLevel = 0.0;
        var loaded = false;
        for (var minute = 0; minute < cpu.Length; minute++)
        {
            var at = start.AddMinutes(minute);
            var activity = kind == "night" ? NightActivity(at) : OfficeActivity(at);
            if (burst-- <= 0 && random.NextDouble() < activity * 0.06)
            {
                burst = 1 + (int)(random.NextDouble() * 12);
                burstLevel = 0.55 + (random.NextDouble() * 0.4);
            }

            var steady = 0.03 + (activity * 0.38) + (random.NextNormal() * 0.04 * (0.3 + activity));
            cpu[minute] = Math.Clamp(burst > 0 ? Math.Max(steady, burstLevel) : steady, 0.01, 0.98);

            // A model is loaded on use and unloaded after an idle hour; the llm user keeps it.
            loaded = kind == "llm" ? random.NextDouble() > 0.0005 || !loaded : loaded ? random.NextDouble() > 0.012 : random.NextDouble() < activity * 0.01;
            memory[minute] = Math.Clamp(0.38 + (activity * 0.12) + (loaded ? 0.28 : 0) + (random.NextNormal() * 0.01), 0.1, 0.97);
        }

        return new LoadTrace(start, cpu, memory);
    }

    private static double OfficeActivity(DateTimeOffset at) => (Weekend(at), at.Hour) switch
    {
        (false, >= 9 and < 12) or (false, >= 13 and < 17) => 1,
        (false, 12) => 0.4,
        (_, >= 19 and < 22) => 0.6,
        (true, >= 11 and < 17) => 0.25,
        _ => 0,
    };

    private static double NightActivity(DateTimeOffset at) => (Weekend(at), at.Hour) switch
    {
        (_, >= 22) or (_, < 4) => 1,
        (_, 4) => 0.6,
        (false, >= 15 and < 18) => 0.4,
        _ => 0,
    };

    private static bool Weekend(DateTimeOffset at) => at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
