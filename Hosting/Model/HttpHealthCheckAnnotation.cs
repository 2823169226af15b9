namespace LocalAi.Hosting;

/// <summary>The resource is healthy while a GET answers with the status.</summary>
public sealed record HttpHealthCheckAnnotation(string EndpointName, string Path, int StatusCode) : IResourceAnnotation;
