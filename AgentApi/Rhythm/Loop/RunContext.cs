namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>What a run may know and ask.</summary>
/// <param name="Run">Id of the run; null while the database is away.</param>
/// <param name="Epoch">Epoch of the lead it runs under.</param>
/// <param name="Reason">Why it runs now.</param>
/// <param name="MayActAsync">To be asked right before an act that cannot be undone (restart, kill, delete): false when another node leads by now.</param>
internal sealed record RunContext(long? Run, long Epoch, string Reason, Func<CancellationToken, Task<bool>> MayActAsync);
