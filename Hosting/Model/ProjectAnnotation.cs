namespace LocalAi.Hosting;

/// <summary>Where the project of a <see cref="ProjectResource"/> is.</summary>
internal sealed record ProjectAnnotation(IProjectMetadata Metadata) : IResourceAnnotation;
