namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>How load changes the rhythm. Shares are 0 to 1.</summary>
internal sealed record LoadPolicy
{
    /// <summary>The rule that keeps its promises: see each value.</summary>
    public static LoadPolicy Steady { get; } = new();

    /// <summary>
    /// The original rule, word for word: raw CPU under 20 % × 0.8, over 70 % × 1.5, memory over 60 % skips medium and low, nothing bounds the wait.
    /// It starves tasks on a machine that keeps a model loaded; the dry run says so.
    /// </summary>
    public static LoadPolicy Literal { get; } = new()
    {
        Name = "literal",
        IgnoresOwnCpu = false,
        Smoothing = TimeSpan.Zero,
        Hold = TimeSpan.Zero,
        HoldPerChange = TimeSpan.Zero,
        LeaveBusy = 0.70,
        LeaveQuiet = 0.20,
        QuietFactorForAll = true,
        UsedMemoryLimit = 0.60,
        AvailableMemoryLimit = null,
        MemoryPressureLimit = null,
        SpikeLimit = null,
        StarvationBound = null,
        RetryFactors = [],
        CriticalRetryFactors = [],
        QuietHourMargin = null,
    };

    public string Name { get; init; } = "steady";

    /// <summary>Judge only what others use: our own tasks must not slow themselves down.</summary>
    public bool IgnoresOwnCpu { get; init; } = true;

    /// <summary>Time constant of the mean.</summary>
    public TimeSpan Smoothing { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Shortest time between two changes of level.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Added to <see cref="Hold"/> for every change in the last 24 hours: no load, however wild, changes the level more than 20 times a day.</summary>
    public TimeSpan HoldPerChange { get; init; } = TimeSpan.FromMinutes(7);

    public double EnterBusy { get; init; } = 0.70;

    public double LeaveBusy { get; init; } = 0.60;

    public double EnterQuiet { get; init; } = 0.20;

    public double LeaveQuiet { get; init; } = 0.27;

    /// <summary>Interval factor while quiet.</summary>
    public double QuietFactor { get; init; } = 0.8;

    /// <summary>False: only critical and high tasks run more often while quiet; more medium and low runs would be work without a gain.</summary>
    public bool QuietFactorForAll { get; init; }

    /// <summary>Interval factor while busy.</summary>
    public double BusyFactor { get; init; } = 1.5;

    /// <summary>Medium and low tasks are held back above this share of used memory; null: not by this measure.</summary>
    public double? UsedMemoryLimit { get; init; }

    /// <summary>Medium and low tasks are held back below this share of available memory; null: not by this measure.</summary>
    public double? AvailableMemoryLimit { get; init; } = 0.15;

    /// <summary>Medium and low tasks are held back above this share of time stalled on memory; null: not by this measure.</summary>
    public double? MemoryPressureLimit { get; init; } = 0.10;

    /// <summary>Medium and low tasks wait for a moment in which the whole machine is below this CPU share; null: never.</summary>
    public double? SpikeLimit { get; init; } = 0.70;

    /// <summary>After this many intervals since the last run (since the last success while a failure is retried) a task runs whatever holds it back; null: never.</summary>
    public double? StarvationBound { get; init; } = 2.5;

    /// <summary>After the first, second … failure in a row the next run comes after this share of the interval, of a daily task too; empty: after a whole one.</summary>
    public IReadOnlyList<double> RetryFactors { get; init; } = [0.2, 0.4, 0.8];

    /// <summary>The same for critical tasks: two failures in a row on a busy machine must not make them stale.</summary>
    public IReadOnlyList<double> CriticalRetryFactors { get; init; } = [0.1, 0.1, 0.4];

    /// <summary>A task with tolerance moves to a quieter hour when that hour is expected to be quieter by this share; null: never.</summary>
    public double? QuietHourMargin { get; init; } = 0.10;

    /// <summary>Tasks that run at once beside the one that only critical tasks may add.</summary>
    public int GeneralLanes { get; init; } = 1;

    public static LoadPolicy Named(string name) => name.Equals(Literal.Name, StringComparison.OrdinalIgnoreCase) ? Literal : Steady;
}
