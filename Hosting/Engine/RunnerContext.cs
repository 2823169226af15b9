using LocalAi.Hosting.Processes;

namespace LocalAi.Hosting.Engine;

/// <summary>What all runners share.</summary>
/// <param name="Board">Where every change is written.</param>
/// <param name="Processes">Starts processes.</param>
/// <param name="Options">Time limits.</param>
/// <param name="Time">The clock.</param>
/// <param name="HostStart">Timestamp of the host's start.</param>
/// <param name="KillNow">Cancelled when the user no longer wants to wait for an orderly stop.</param>
internal sealed record RunnerContext(
    ResourceBoard Board, IProcessHost Processes, EngineOptions Options, TimeProvider Time, long HostStart, CancellationToken KillNow);
