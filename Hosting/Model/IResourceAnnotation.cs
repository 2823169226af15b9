namespace LocalAi.Hosting;

/// <summary>One declared fact of a resource.</summary>
#pragma warning disable CA1040 // Aspire's marker interface; annotations are found by type.
public interface IResourceAnnotation;
#pragma warning restore CA1040
