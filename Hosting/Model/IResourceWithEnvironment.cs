namespace LocalAi.Hosting;

#pragma warning disable CA1040 // Aspire's capability interface: it decides which With… methods compile.
/// <summary>Takes environment variables.</summary>
public interface IResourceWithEnvironment : IResource;
#pragma warning restore CA1040
