namespace LocalAi.Hosting;

/// <summary>Tells a resource where another one is.</summary>
public static class ReferenceExtensions
{
    /// <summary>
    /// Gives <c>ConnectionStrings__{connectionName}</c> and one <c>{NAME}_{PROPERTY}</c> per connection property; nothing when the source is absent.
    /// </summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        var resource = source.Resource;
        return builder.WithReferenceTo(resource).WithEnvironment(async context =>
        {
            if (context.IsAbsent(resource))
            {
                return;
            }

            if (context.ExecutionContext.IsRunMode && string.IsNullOrEmpty(await resource.GetConnectionStringAsync(context.CancellationToken)))
            {
                if (optional)
                {
                    return;
                }

                throw new InvalidOperationException($"The connection string '{resource.Name}' has no value; set ConnectionStrings__{resource.Name}.");
            }

            var variable = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName ?? resource.Name}";
            context.EnvironmentVariables[variable] = resource;
            AddProperties(context, connectionName ?? resource.Name, resource.GetConnectionProperties());
        });
    }

    /// <summary>Gives the gRPC connection string, the HTTP one as <c>ConnectionStrings__{name}_http</c>, and the connection properties.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<QdrantServerResource> qdrantResource)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(qdrantResource);
        var resource = qdrantResource.Resource;
        return builder.WithReferenceTo(resource).WithEnvironment(context =>
        {
            if (context.IsAbsent(resource))
            {
                return;
            }

            context.EnvironmentVariables[$"ConnectionStrings__{resource.Name}"] = resource.ConnectionStringExpression;
            context.EnvironmentVariables[$"ConnectionStrings__{resource.Name}_{QdrantServerResource.HttpEndpointName}"] = resource.HttpConnectionStringExpression;
            AddProperties(context, resource.Name, resource.GetConnectionProperties());
        });
    }

    /// <summary>Gives <c>services__{name}__{endpoint}__0</c> and <c>{NAME}_{ENDPOINT}</c> for every endpoint of the source.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        var resource = source.Resource;
        return builder.WithReferenceTo(resource).WithEnvironment(context =>
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                AddService(context, new EndpointReference(resource, endpoint.Name));
            }
        });
    }

    /// <summary>Gives the two variables for one endpoint; nothing when its resource is absent.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(endpointReference);
        return builder.WithReferenceTo(endpointReference.Resource).WithEnvironment(context => AddService(context, endpointReference));
    }

    /// <summary>Name as a part of an environment variable: upper case, other characters than letters and digits are underscores.</summary>
    internal static string Encode(string name)
    {
        var encoded = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
        return encoded.Length > 0 && char.IsAsciiDigit(encoded[0]) ? "_" + encoded : encoded;
    }

    private static IResourceBuilder<T> WithReferenceTo<T>(this IResourceBuilder<T> builder, IResource resource)
        where T : IResource =>
        builder.WithAnnotation(new ReferenceAnnotation(resource));

    private static void AddService(EnvironmentCallbackContext context, EndpointReference endpoint)
    {
        if (context.IsAbsent(endpoint.Resource))
        {
            return;
        }

        var name = endpoint.Resource.Name;
        var key = endpoint.EndpointName is "http" or "https" ? endpoint.Scheme : endpoint.EndpointName;
        context.EnvironmentVariables[$"{Encode(name)}_{Encode(endpoint.EndpointName)}"] = endpoint;
        context.EnvironmentVariables[$"services__{name}__{key}__0"] = endpoint;
    }

    private static void AddProperties(
        EnvironmentCallbackContext context, string name, IEnumerable<KeyValuePair<string, ReferenceExpression>> properties)
    {
        foreach (var (property, value) in properties)
        {
            context.EnvironmentVariables[$"{Encode(name)}_{property.ToUpperInvariant()}"] = value;
        }
    }
}
