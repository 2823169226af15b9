using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Processes;

/// <summary>Starts processes the way this platform can: limited, watched, and gone when the host is.</summary>
internal interface IProcessHost : IAsyncDisposable
{
    /// <summary>"cgroup v2", "cgroup v1", "job object" or "advisory".</summary>
    string Enforcement { get; }

    /// <summary>What this platform cannot do, one sentence each; shown at start.</summary>
    IReadOnlyList<string> NotEnforced { get; }

    /// <param name="name">The resource's name, for its limits and for cleaning up.</param>
    /// <param name="plan">What to start.</param>
    /// <param name="limits">What it may use, or null.</param>
    /// <param name="onLine">Called with each line of output on a thread of the reader: whether it is standard error, and the text.</param>
    /// <param name="cancellationToken">Ends the wait for the start, not the process.</param>
    /// <exception cref="StartException">The system refused to start it.</exception>
    Task<IChildProcess> StartAsync(
        string name, LaunchPlan plan, ResourceLimitsAnnotation? limits, Action<bool, string> onLine, CancellationToken cancellationToken);
}
