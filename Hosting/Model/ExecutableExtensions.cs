namespace LocalAi.Hosting;

/// <summary>Declares programs of this machine.</summary>
public static class ExecutableExtensions
{
    /// <summary>A program; absent when it is neither a file nor on PATH. It is not published.</summary>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(new ExecutableResource(name, command, Path.GetFullPath(workingDirectory, builder.AppHostDirectory)))
            .WithArgs(args ?? []);
    }
}
