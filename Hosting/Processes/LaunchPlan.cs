using LocalAi.Hosting.Probes;

namespace LocalAi.Hosting.Processes;

/// <summary>Everything needed to start a process once.</summary>
internal sealed record LaunchPlan
{
    public required string File { get; init; }

    public IReadOnlyList<string> Args { get; init; } = [];

    public required string WorkingDirectory { get; init; }

    /// <summary>Added to what is inherited from the host.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of variables whose values are masked when shown.</summary>
    public IReadOnlySet<string> SecretVariables { get; init; } = new HashSet<string>();

    /// <summary>User to drop to when the host is root; null to stay.</summary>
    public string? RunAs { get; init; }

    /// <summary>What asks it to end in good order.</summary>
    public StopSignal StopSignal { get; init; } = StopSignal.Terminate;

    /// <summary>Tells when it is ready and whether it still is.</summary>
    public IProbe Probe { get; init; } = AlwaysReadyProbe.Instance;

    /// <summary>The program is .NET and takes the runtime's own limits.</summary>
    public bool IsDotNet { get; init; }

    /// <summary>Turns what the program wrote before it ended into advice; null to show only the lines.</summary>
    public Func<IReadOnlyList<string>, string?> Explain { get; init; } = static _ => null;
}
