namespace LocalAi.Contracts.Rhythm;

/// <summary>What the scheduler would do now, with every reason.</summary>
/// <param name="At">Time of the plan on the database's clock.</param>
/// <param name="Node">The node that answers.</param>
/// <param name="Leads">True when this node runs the tasks.</param>
/// <param name="Policy">steady or literal.</param>
/// <param name="Load">The machine as the plan sees it.</param>
/// <param name="Tasks">In order of declaration.</param>
/// <param name="Warnings">What the policy does badly on this machine.</param>
public sealed record RhythmPlan(
    DateTimeOffset At, string Node, bool Leads, string Policy, RhythmLoad Load, IReadOnlyList<RhythmTaskEntry> Tasks, IReadOnlyList<string> Warnings);
