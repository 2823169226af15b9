namespace LocalAi.Hosting;

/// <summary>A connection string made of other values, or read from <c>ConnectionStrings:{name}</c>.</summary>
public class ConnectionStringResource(string name, ReferenceExpression connectionStringExpression)
    : Resource(name), IResourceWithConnectionString, IResourceWithWaitSupport
{
    public ReferenceExpression ConnectionStringExpression { get; } = connectionStringExpression;
}
