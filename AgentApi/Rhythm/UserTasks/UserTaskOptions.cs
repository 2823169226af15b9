namespace LocalAi.AgentApi.Rhythm.UserTasks;

/// <summary>One entry of <c>Rhythm:Tasks</c>: an HTTP call on a schedule. Either <see cref="Every"/> or <see cref="At"/> must be given.</summary>
public sealed class UserTaskOptions
{
    /// <summary>1 to 100 letters, digits, <c>-</c> and <c>_</c>; unlike every other task's.</summary>
    public string Name { get; set; } = "";

    /// <summary>Interval from the end of one run to the start of the next, as <c>hh:mm:ss</c> or <c>d.hh:mm:ss</c>; 1 second to 31 days.</summary>
    public string? Every { get; set; }

    /// <summary>Local time of day, as <c>HH:mm</c>.</summary>
    public string? At { get; set; }

    /// <summary>critical, high, medium (default) or low.</summary>
    public string Priority { get; set; } = "medium";

    /// <summary>Tasks that must have succeeded since this one last started.</summary>
    public string[] DependsOn { get; set; } = [];

    /// <summary>A run that takes longer is ended, as <c>hh:mm:ss</c>; 1 second to 1 day.</summary>
    public string Timeout { get; set; } = "00:05:00";

    /// <summary>How far the task may be moved into a quiet hour, as a share of its interval: 0 to 0.5.</summary>
    public double Tolerance { get; set; }

    /// <summary>Absolute http or https address. A status below 400 is a success.</summary>
    public string Url { get; set; } = "";

    /// <summary>GET (default), POST, PUT or DELETE.</summary>
    public string Method { get; set; } = "GET";

    /// <summary>Body of a POST or PUT, sent as JSON; at most 65,536 characters.</summary>
    public string? Body { get; set; }
}
