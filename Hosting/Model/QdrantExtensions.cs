namespace LocalAi.Hosting;

/// <summary>Declares Qdrant servers.</summary>
public static class QdrantExtensions
{
    /// <summary>A server with a generated API key <c>{name}-Key</c> unless one is given. Without ports, any free ones.</summary>
    public static IResourceBuilder<QdrantServerResource> AddQdrant(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? apiKey = null, int? grpcPort = null, int? httpPort = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var secret = apiKey?.Resource ?? builder.AddGeneratedSecret($"{name}-Key", special: false);
        var qdrant = builder.AddResource(new QdrantServerResource(name, secret))
            .WithImage("docker.io", "qdrant/qdrant", "v1.18.0")
            .WithEndpoint(grpcPort, 6334, "http", QdrantServerResource.PrimaryEndpointName)
            .WithHttpEndpoint(httpPort, 6333, QdrantServerResource.HttpEndpointName)
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables["QDRANT__SERVICE__API_KEY"] = secret;
                if (context.ExecutionContext.IsPublishMode)
                {
                    context.EnvironmentVariables["QDRANT__SERVICE__ENABLE_STATIC_CONTENT"] = "0";
                }
            });
        qdrant.Resource.PrimaryEndpoint.EndpointAnnotation.Transport = "http2";
        return qdrant;
    }

    /// <summary>Keeps the data: a named volume when published, <c>{data folder}/{resource name}</c> in the embedded engine.</summary>
    public static IResourceBuilder<QdrantServerResource> WithDataVolume(
        this IResourceBuilder<QdrantServerResource> builder, string? name = null, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithVolume(name ?? $"{builder.Resource.Name}-data", "/qdrant/storage", isReadOnly);
    }
}
