namespace LocalAi.Hosting;

/// <summary>A Qdrant vector database.</summary>
public class QdrantServerResource : ContainerResource, IResourceWithConnectionString
{
    internal const string PrimaryEndpointName = "grpc";
    internal const string HttpEndpointName = "http";

    public QdrantServerResource(string name, ParameterResource apiKey)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        ApiKeyParameter = apiKey;
        PrimaryEndpoint = new EndpointReference(this, PrimaryEndpointName);
        HttpEndpoint = new EndpointReference(this, HttpEndpointName);
    }

    public ParameterResource ApiKeyParameter { get; }

    public EndpointReference PrimaryEndpoint { get; }

    public EndpointReference HttpEndpoint { get; }

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"Endpoint={PrimaryEndpoint.Property(EndpointProperty.Url)};Key={ApiKeyParameter}");

    public ReferenceExpression HttpConnectionStringExpression =>
        ReferenceExpression.Create($"Endpoint={HttpEndpoint.Property(EndpointProperty.Url)};Key={ApiKeyParameter}");

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
    [
        new("GrpcHost", ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.Host)}")),
        new("GrpcPort", ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.Port)}")),
        new("HttpHost", ReferenceExpression.Create($"{HttpEndpoint.Property(EndpointProperty.Host)}")),
        new("HttpPort", ReferenceExpression.Create($"{HttpEndpoint.Property(EndpointProperty.Port)}")),
        new("ApiKey", ReferenceExpression.Create($"{ApiKeyParameter}")),
        new("Uri", ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.Url)}")),
        new("HttpUri", ReferenceExpression.Create($"{HttpEndpoint.Property(EndpointProperty.Url)}")),
    ];
}
