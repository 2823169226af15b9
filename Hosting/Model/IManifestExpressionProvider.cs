namespace LocalAi.Hosting;

/// <summary>Something that stands as a placeholder such as <c>{redis.connectionString}</c> in a published manifest.</summary>
public interface IManifestExpressionProvider
{
    string ValueExpression { get; }
}
