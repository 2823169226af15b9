using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Engine;

/// <summary>The first snapshot of every resource, from the model alone.</summary>
internal static class ResourceSnapshots
{
    public const string Healthy = "Healthy";
    public const string Unhealthy = "Unhealthy";
    public const string Masked = "••••••";

    public static ResourceSnapshot Of(IResource resource, string enforcement)
    {
        var limits = resource.Annotations.OfType<ResourceLimitsAnnotation>().LastOrDefault();
        var isParameter = resource is ParameterResource or ConnectionStringResource;
        return new ResourceSnapshot
        {
            Name = resource.Name,
            Type = TypeOf(resource),
            State = isParameter ? ResourceStates.Running : ResourceStates.NotStarted,
            Health = isParameter ? Healthy : null,
            Parent = (resource as IResourceWithParent)?.Parent.Name,
            DependsOn = [.. resource.Annotations.OfType<WaitAnnotation>().Select(w => w.Resource.Name).Distinct(StringComparer.OrdinalIgnoreCase)],
            Urls = [.. Urls(resource)],
            Limits = limits is null
                ? null
                : new ResourceLimits(limits.Cpus, limits.MemoryBytes, limits.CpuReservation, limits.MemoryReservation, enforcement),
            Environment = resource is ParameterResource { Secret: true } ? new Dictionary<string, string> { ["value"] = Masked } : new Dictionary<string, string>(),
        };
    }

    /// <summary>What a user can tell a resource in its present state.</summary>
    public static IReadOnlyList<string> CommandsOf(ResourceSnapshot snapshot) => snapshot switch
    {
        { Type: "Parameter" or "Database" } => [],
        { State: ResourceStates.Running or ResourceStates.Starting } => [ResourceCommands.Stop, ResourceCommands.Restart],
        { State: ResourceStates.Waiting } => [ResourceCommands.Start, ResourceCommands.Stop],
        { State: ResourceStates.Stopping } => [],
        _ => [ResourceCommands.Start],
    };

    private static string TypeOf(IResource resource) => resource switch
    {
        ProjectResource => "Project",
        ExecutableResource => "Executable",
        ContainerResource => "Container",
        PostgresDatabaseResource => "Database",
        _ => "Parameter",
    };

    private static IEnumerable<string> Urls(IResource resource) =>
        resource is IResourceWithEndpoints owner
            ? owner.Annotations.OfType<EndpointAnnotation>().Where(e => e.AllocatedPort is not null).Select(e => new EndpointReference(owner, e.Name).Url)
            : [];
}
