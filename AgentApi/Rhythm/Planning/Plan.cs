namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>What to do now, and when to look again.</summary>
/// <param name="Decisions">One per task, in the order of declaration.</param>
/// <param name="Runs">Names of the tasks to start now, most urgent first.</param>
/// <param name="NextChange">When the first waiting task becomes due; null when none does by time alone.</param>
/// <param name="Warnings">What the policy will do badly on this machine, in words.</param>
internal sealed record Plan(IReadOnlyList<Decision> Decisions, IReadOnlyList<string> Runs, DateTimeOffset? NextChange, IReadOnlyList<string> Warnings);
