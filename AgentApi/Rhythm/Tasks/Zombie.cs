namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <param name="Pid">Process id.</param>
/// <param name="Name">Command name.</param>
/// <param name="ParentName">Command name of the parent, which should collect it.</param>
internal sealed record Zombie(int Pid, string Name, string ParentName);
