namespace LocalAi.AgentApi.Watchers.Processes;

/// <summary>A process at one moment.</summary>
/// <param name="Identity">Which one.</param>
/// <param name="Name">Command name, at most 15 characters.</param>
/// <param name="State">R, S, D, Z, T …</param>
/// <param name="Parent">Its parent's pid.</param>
/// <param name="Session">Pid of its session's leader.</param>
/// <param name="Cpu">CPU time it has used.</param>
/// <param name="Resident">Resident memory in bytes.</param>
internal sealed record ProcessEntry(ProcessIdentity Identity, string Name, char State, int Parent, int Session, TimeSpan Cpu, long Resident)
{
    public int Pid => Identity.Pid;

    public bool IsZombie => State == 'Z';
}
