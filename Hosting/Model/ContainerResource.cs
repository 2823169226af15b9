namespace LocalAi.Hosting;

/// <summary>A container image. The embedded engine runs a program of this machine in its place, or reports it absent.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="entrypoint">Replaces the image's entrypoint when published.</param>
public class ContainerResource(string name, string? entrypoint = null) : Resource(name), IResourceWithEnvironment, IResourceWithArgs,
    IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithProbes, IComputeResource
{
    public string? Entrypoint { get; set; } = entrypoint;
}
