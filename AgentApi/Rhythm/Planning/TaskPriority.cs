namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>What gives way first when the machine is busy. Critical and high always run.</summary>
internal enum TaskPriority
{
    Critical,
    High,
    Medium,
    Low,
}
