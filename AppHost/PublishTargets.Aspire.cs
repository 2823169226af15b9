namespace LocalAi.AppHost;

/// <summary>What <c>aspire publish</c> writes: Docker Compose with the limits.</summary>
internal static class PublishTargets
{
    /// <summary>Not for the manifest: a compute environment turns its project.v0 and container.v0 into v1, which aspirate does not read.</summary>
    public static void AddPublishTargets(this IDistributedApplicationBuilder builder)
    {
        var isManifest = builder.Configuration["Publishing:Publisher"] == "manifest" || builder.Configuration["Pipeline:Step"] == "publish-manifest";
        if (builder.ExecutionContext.IsPublishMode && !isManifest)
        {
            builder.AddDockerComposeEnvironment("compose");
        }
    }
}
