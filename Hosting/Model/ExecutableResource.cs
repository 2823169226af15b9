namespace LocalAi.Hosting;

/// <summary>A program of this machine.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="command">A path, or a name to look for on PATH.</param>
/// <param name="workingDirectory">Relative to the AppHost project.</param>
public class ExecutableResource(string name, string command, string workingDirectory) : Resource(name), IResourceWithEnvironment, IResourceWithArgs,
    IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithProbes, IComputeResource
{
    public string Command { get; } = command;

    public string WorkingDirectory { get; } = workingDirectory;
}
