using LocalAi.AgentApi.Watchers.Containers;
using LocalAi.AgentApi.Watchers.DuplicateLoops;
using LocalAi.AgentApi.Watchers.LanguageModels;
using LocalAi.AgentApi.Watchers.Processes;

namespace LocalAi.AgentApi.Watchers;

/// <summary>Section <c>Rhythm:Watchers</c>.</summary>
public sealed class WatcherOptions
{
    public const string Section = "Rhythm:Watchers";

    public LanguageModelOptions LanguageModels { get; set; } = new();

    public ContainerOptions Containers { get; set; } = new();

    public ProcessOptions Processes { get; set; } = new();

    public ScheduleOptions Schedules { get; set; } = new();
}
