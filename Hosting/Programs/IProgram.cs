using LocalAi.Hosting.Processes;

namespace LocalAi.Hosting.Programs;

/// <summary>How one resource is run as a process of this machine.</summary>
internal interface IProgram
{
    /// <summary>Looks for what is needed, and installs it where that is possible.</summary>
    /// <param name="say">Takes progress to show.</param>
    /// <param name="cancellationToken">Ends an installation.</param>
    Task<Presence> FindAsync(Action<string> say, CancellationToken cancellationToken);

    /// <summary>Prepares one start.</summary>
    /// <exception cref="Storage.StartException">It cannot be started, and trying again does not help.</exception>
    Task<LaunchPlan> PrepareAsync(Action<string> say, CancellationToken cancellationToken);
}
