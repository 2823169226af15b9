using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.AgentApi.Rhythm.UserTasks;
using LocalAi.AgentApi.Watchers.Junk;

namespace LocalAi.AgentApi.Rhythm;

/// <summary>Section <c>Rhythm</c>.</summary>
public sealed class RhythmOptions
{
    public const string Section = "Rhythm";

    /// <summary>False: this node plans and runs nothing.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Name of this node among several; default: the machine's name and the process id.</summary>
    public string Node { get; set; } = "";

    /// <summary><c>steady</c> (default) or <c>literal</c> (the original thresholds; tasks can starve).</summary>
    public string Policy { get; set; } = "steady";

    /// <summary>Time zone of 03:00, of the profile and of the pages; empty: the machine's.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>Time between two looks at what is due, 0.2 to 10 seconds.</summary>
    public double TickSeconds { get; set; } = 1;

    /// <summary>A leader that has not renewed for so long has lost the lead, 2 to 60 seconds.</summary>
    public double LeaseSeconds { get; set; } = 5;

    /// <summary>Time between two load samples, 1 to 60 seconds.</summary>
    public double SampleSeconds { get; set; } = 5;

    /// <summary>
    /// True: a node that has seen no other for ten minutes goes on while Postgres is away. Set it to false where several nodes may start
    /// while Postgres is away: they cannot know of each other then.
    /// </summary>
    public bool RunWithoutDatabase { get; set; } = true;

    /// <summary>Tasks of the user, beside the built-in ones.</summary>
    public UserTaskOptions[] Tasks { get; set; } = [];

    public AlertOptions Alerts { get; set; } = new();

    public JunkOptions Junk { get; set; } = new();

    /// <summary>Built-in tasks that this installation does not want, by name.</summary>
    public string[] Without { get; set; } = [];

    internal TimeZoneInfo Zone => TimeZone.Length > 0 ? TimeZoneInfo.FindSystemTimeZoneById(TimeZone) : TimeZoneInfo.Local;
}
