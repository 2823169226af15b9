namespace LocalAi.Contracts.Rhythm;

/// <param name="Runs">Newest first.</param>
/// <param name="NextBefore">Pass it as <c>before</c> for the next page; absent on the last one.</param>
/// <param name="Complete">False while the database is away: then only this node's last runs are known.</param>
public sealed record RhythmRunPage(IReadOnlyList<RhythmRun> Runs, long? NextBefore, bool Complete);
