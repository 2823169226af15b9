namespace LocalAi.Hosting;

/// <summary>What holds for any resource.</summary>
public static class ResourceExtensions
{
    /// <summary>Leaves the resource out when the application is published.</summary>
    public static IResourceBuilder<T> ExcludeFromManifest<T>(this IResourceBuilder<T> builder)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ManifestExclusionAnnotation());
    }
}
