using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.Contracts.Rhythm;

namespace LocalAi.AgentApi.Rhythm.Pages;

/// <summary>What the page shows.</summary>
internal sealed record PageModel
{
    public required RhythmPlan Plan { get; init; }

    public required RhythmRunPage Runs { get; init; }

    public LoadProfile? Profile { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    public IReadOnlyList<RhythmAlert> Alerts { get; init; } = [];

    /// <summary>Means of each hour of this week so far.</summary>
    public IReadOnlyList<LoadHour> Hours { get; init; } = [];

    public IReadOnlyList<UserTaskLine> UserTasks { get; init; } = [];

    /// <summary>The watchers' section, as HTML.</summary>
    public string Watched { get; init; } = "";

    /// <summary>True shows the buttons.</summary>
    public bool MayChange { get; init; }
}
