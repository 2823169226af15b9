namespace LocalAi.AgentApi.Rhythm.UserTasks;

/// <summary>
/// One entry of <c>Rhythm:Tasks</c>. Either <see cref="Every"/> or <see cref="At"/>, and exactly one of <see cref="Url"/>, <see cref="Command"/>,
/// <see cref="Shell"/> and <see cref="Prompt"/> must be given.
/// </summary>
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

    /// <summary>Tasks that must have succeeded since this one last started; at most 50.</summary>
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

    /// <summary>Program and its arguments, run in the sandbox without a network; no shell reads them.</summary>
    public string[] Command { get; set; } = [];

    /// <summary>Text for bash, run in the sandbox without a network; at most 30,000 characters.</summary>
    public string Shell { get; set; } = "";

    /// <summary>Name of the workspace a command runs in; empty: the first one.</summary>
    public string Workspace { get; set; } = "";

    /// <summary>What the agent is asked to do; at most 100,000 characters.</summary>
    public string Prompt { get; set; } = "";

    /// <summary>auto (default), chat-7b or code-7b.</summary>
    public string? Model { get; set; }

    /// <summary>Which toolsets the agent may use; null: all.</summary>
    public string[]? Toolsets { get; set; }

    /// <summary>Whom the agent acts for, with a user's rights.</summary>
    public string User { get; set; } = "default";

    /// <summary>Model calls of one run, 1 to 50.</summary>
    public int? MaxTurns { get; set; }

    /// <summary>Tool calls of one run, 0 to 200.</summary>
    public int? MaxToolCalls { get; set; }

    /// <summary>Tokens of one run, 100 to 1,000,000.</summary>
    public int? MaxTokens { get; set; }
}
