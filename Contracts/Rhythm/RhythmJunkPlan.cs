namespace LocalAi.Contracts.Rhythm;

/// <summary>What would be deleted; nothing is by asking.</summary>
/// <param name="Id">Give it to <c>POST /rhythm/junk/clean</c> within 15 minutes: exactly this list is deleted then.</param>
/// <param name="At">When it was made.</param>
/// <param name="Items">Oldest first.</param>
/// <param name="Bytes">All together.</param>
/// <param name="HasMore">True when the limits of one run left something out.</param>
public sealed record RhythmJunkPlan(string Id, DateTimeOffset At, IReadOnlyList<RhythmJunkItem> Items, long Bytes, bool HasMore);
