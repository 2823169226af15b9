namespace LocalAi.Hosting.Engine;

/// <summary>How one run of a process ended.</summary>
/// <param name="Outcome">Why it is over.</param>
/// <param name="Code">Its exit code.</param>
/// <param name="Failure">What is wrong with that; null when it was told to end.</param>
internal sealed record RunEnd(RunOutcome Outcome, int Code, ResourceFailure? Failure);
