using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Dashboard.Api;

internal static class ResourceMonitorExtensions
{
    /// <summary>The resource of this name, without regard to case; null when there is none.</summary>
    public static ResourceSnapshot? Find(this IResourceMonitor monitor, string name) =>
        monitor.Resources.FirstOrDefault(resource => string.Equals(resource.Name, name, StringComparison.OrdinalIgnoreCase));
}
