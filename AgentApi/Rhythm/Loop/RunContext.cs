namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>What a run may know and ask.</summary>
/// <param name="Run">Id of the run; null while the database is away.</param>
/// <param name="Reason">Why it runs now.</param>
/// <param name="MayActAsync">
/// To be asked right before each act that cannot be undone (restart, kill, delete), also of many in a row: it is cheap. False when another node leads by now, or when nobody can tell.
/// </param>
internal sealed record RunContext(long? Run, string Reason, Func<CancellationToken, Task<bool>> MayActAsync);
