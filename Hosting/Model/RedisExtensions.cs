namespace LocalAi.Hosting;

/// <summary>Declares Redis servers.</summary>
public static class RedisExtensions
{
    /// <summary>A server with a generated password <c>{name}-password</c> unless one is given. Without a port, any free one.</summary>
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var secret = password?.Resource ?? builder.AddGeneratedSecret($"{name}-password", special: false);
        var redis = builder.AddResource(new RedisResource(name, secret) { Entrypoint = "/bin/sh" });
        return redis
            .WithImage("docker.io", "library/redis", "8.6")
            .WithEndpoint(port, 6379, name: RedisResource.PrimaryEndpointName)
            .WithEnvironment(context => context.EnvironmentVariables["REDIS_PASSWORD"] = secret)
            .WithAnnotation(new CommandLineArgsCallbackAnnotation(context =>
            {
                var persistent = redis.Resource.Annotations.OfType<ContainerMountAnnotation>().Any(m => !m.IsReadOnly);
                context.Args.Add("-c");
                context.Args.Add("redis-server --requirepass $REDIS_PASSWORD" + (persistent ? " --save 60 1" : ""));
                return Task.CompletedTask;
            }));
    }

    /// <summary>Keeps the data in a volume and saves it every minute something changed.</summary>
    public static IResourceBuilder<RedisResource> WithDataVolume(
        this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithVolume(name ?? $"{builder.Resource.Name}-data", "/data", isReadOnly);
    }
}
