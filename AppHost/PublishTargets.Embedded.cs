namespace LocalAi.AppHost;

/// <summary>The embedded engine publishes the manifest and nothing else.</summary>
internal static class PublishTargets
{
    public static void AddPublishTargets(this IDistributedApplicationBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
