namespace LocalAi.Hosting;

/// <summary>The resource exists only on a developer's machine.</summary>
public sealed class ManifestExclusionAnnotation : IResourceAnnotation;
