namespace LocalAi.AgentApi.Watchers.Processes;

/// <summary>A process for as long as it lives: a pid alone is used again for another one.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="Start">Clock ticks between the machine's start and the process's.</param>
internal readonly record struct ProcessIdentity(int Pid, long Start);
