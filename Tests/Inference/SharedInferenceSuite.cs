namespace LocalAi.Tests.Inference;

/// <summary>Names the classes that share one sidecar.</summary>
[CollectionDefinition(Name)]
public sealed class SharedInferenceSuite : ICollectionFixture<SharedInference>
{
    public const string Name = "shared inference";
}
