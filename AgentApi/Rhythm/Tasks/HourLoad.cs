namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <param name="Hour">Begin of the hour.</param>
/// <param name="Cpu">Mean CPU share, 0 to 1.</param>
/// <param name="ForeignCpu">Mean share used by others.</param>
/// <param name="Predicted">What the profile expected of others; null before it has learned.</param>
/// <param name="UsedMemory">Mean share of memory in use.</param>
internal sealed record HourLoad(DateTimeOffset Hour, double Cpu, double ForeignCpu, double? Predicted, double UsedMemory);
