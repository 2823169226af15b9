namespace LocalAi.AgentApi.Watchers.Junk;

/// <param name="Path">What was not deleted although it was planned.</param>
/// <param name="Reason">Why.</param>
internal sealed record JunkKept(string Path, string Reason);
