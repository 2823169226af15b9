namespace LocalAi.Hosting;

/// <summary>The resource is told where another one is; nothing follows for their order.</summary>
internal sealed record ReferenceAnnotation(IResource Resource) : IResourceAnnotation;
