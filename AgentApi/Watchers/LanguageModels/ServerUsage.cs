using LocalAi.AgentApi.Watchers.Processes;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>What a server's processes use.</summary>
/// <param name="Root">The process the others stand below.</param>
/// <param name="Origin">What it runs.</param>
/// <param name="Cpu">CPU time of all of them.</param>
/// <param name="Resident">Resident memory of all of them.</param>
/// <param name="Connections">Open connections to the server's port.</param>
internal sealed record ServerUsage(ProcessEntry Root, ProcessOrigin Origin, TimeSpan Cpu, long Resident, int Connections);
