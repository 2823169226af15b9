namespace LocalAi.Hosting;

/// <summary>Declares containers.</summary>
public static class ContainerExtensions
{
    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, string name, string image, string tag)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(new ContainerResource(name)).WithAnnotation(new ContainerImageAnnotation { Image = image, Tag = tag });
    }

    /// <summary>A folder of this machine; relative to the AppHost project.</summary>
    public static IResourceBuilder<T> WithBindMount<T>(this IResourceBuilder<T> builder, string source, string target, bool isReadOnly = false)
        where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        var path = Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory);
        return builder.WithAnnotation(new ContainerMountAnnotation(path, target, ContainerMountType.BindMount, isReadOnly));
    }

    /// <summary>A named volume, or an anonymous one.</summary>
    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly = false)
        where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ContainerMountAnnotation(name, target, ContainerMountType.Volume, isReadOnly));
    }

    /// <summary>The embedded engine runs this program in the container's place; of several, the first that is on this machine.</summary>
    public static IResourceBuilder<T> RunsAs<T>(this IResourceBuilder<T> builder, NativeProgram program)
        where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new NativeProgramAnnotation(program));
    }

    internal static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string registry, string image, string tag)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerImageAnnotation { Registry = registry, Image = image, Tag = tag });
}
