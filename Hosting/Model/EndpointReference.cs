namespace LocalAi.Hosting;

/// <summary>An endpoint of a resource by name; its value is its URL once the engine has given it a port.</summary>
public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName) : IManifestExpressionProvider, IValueProvider
{
    public IResourceWithEndpoints Resource { get; } = owner;

    public string EndpointName { get; } = endpointName;

    public EndpointAnnotation EndpointAnnotation =>
        Resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(e => e.Name.Equals(EndpointName, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidOperationException($"Resource '{Resource.Name}' has no endpoint '{EndpointName}'.");

    public bool Exists =>
        Resource.Annotations.OfType<EndpointAnnotation>().Any(e => e.Name.Equals(EndpointName, StringComparison.OrdinalIgnoreCase));

    public bool IsAllocated => EndpointAnnotation.AllocatedPort is not null;

    public string Scheme => EndpointAnnotation.UriScheme;

    public string Host => EndpointAnnotation.TargetHost;

    public int Port => EndpointAnnotation.AllocatedPort
        ?? throw new InvalidOperationException($"The endpoint '{EndpointName}' of '{Resource.Name}' has no port yet.");

    public int? TargetPort => EndpointAnnotation.TargetPort;

    public string Url => $"{Scheme}://{Host}:{Port}";

    public string ValueExpression => Expression(EndpointProperty.Url);

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(Url);

    internal string Expression(EndpointProperty property) => property switch
    {
        EndpointProperty.HostAndPort => $"{Expression(EndpointProperty.Host)}:{Expression(EndpointProperty.Port)}",
        EndpointProperty.IPV4Host => Expression(EndpointProperty.Host),
        EndpointProperty.TargetPort => $"{{{Resource.Name}.bindings.{EndpointName}.targetPort}}",
        _ => $"{{{Resource.Name}.bindings.{EndpointName}.{property.ToString().ToLowerInvariant()}}}",
    };
}
