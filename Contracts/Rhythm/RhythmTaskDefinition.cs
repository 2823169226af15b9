namespace LocalAi.Contracts.Rhythm;

/// <summary>
/// A task of the user: when it runs, and exactly one of <see cref="Url"/>, <see cref="Command"/>, <see cref="Shell"/> and <see cref="Prompt"/>.
/// Either <see cref="Every"/> or <see cref="At"/> must be given.
/// </summary>
public sealed record RhythmTaskDefinition
{
    /// <summary>1 to 100 letters, digits, <c>-</c> and <c>_</c>; unlike every other task's.</summary>
    public required string Name { get; init; }

    /// <summary>Interval from the end of one run to the start of the next, as <c>hh:mm:ss</c> or <c>d.hh:mm:ss</c>; 1 second to 31 days.</summary>
    public string? Every { get; init; }

    /// <summary>Local time of day, as <c>HH:mm</c>.</summary>
    public string? At { get; init; }

    /// <summary>critical, high, medium (default) or low.</summary>
    public string? Priority { get; init; }

    /// <summary>Tasks that must have succeeded since this one last started; at most 50.</summary>
    public IReadOnlyList<string>? DependsOn { get; init; }

    /// <summary>A run that takes longer is ended, as <c>hh:mm:ss</c>; 1 second to 1 day, default 5 minutes.</summary>
    public string? Timeout { get; init; }

    /// <summary>How far the task may be moved into a quiet hour, as a share of its interval: 0 (default) to 0.5.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Absolute http or https address to call. A status below 400 is a success.</summary>
    public string? Url { get; init; }

    /// <summary>GET (default), POST, PUT or DELETE.</summary>
    public string? Method { get; init; }

    /// <summary>Body of the call, sent as JSON; at most 65,536 characters.</summary>
    public string? Body { get; init; }

    /// <summary>Program and its arguments, run in the sandbox without a network; no shell reads them. At most 100 of 8,192 characters.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Text for bash, run in the sandbox without a network; at most 30,000 characters.</summary>
    public string? Shell { get; init; }

    /// <summary>Name of the workspace a command runs in; absent means the first one.</summary>
    public string? Workspace { get; init; }

    /// <summary>What the agent is asked to do; at most 100,000 characters. Calls that need a person's approval wait for it.</summary>
    public string? Prompt { get; init; }

    /// <summary>auto (default), chat-7b or code-7b.</summary>
    public string? Model { get; init; }

    /// <summary>Which toolsets the agent may use; absent means all, empty means none.</summary>
    public IReadOnlyList<string>? Toolsets { get; init; }

    /// <summary>Whom the agent acts for, with a user's rights; absent means whoever added the task.</summary>
    public string? User { get; init; }

    /// <summary>Model calls of one run, 1 to 50, default 12.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>Tool calls of one run, 0 to 200, default 30.</summary>
    public int? MaxToolCalls { get; init; }

    /// <summary>Tokens of one run, 100 to 1,000,000, default 60,000.</summary>
    public int? MaxTokens { get; init; }
}
