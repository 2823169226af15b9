namespace LocalAi.Hosting;

#pragma warning disable CA1040 // Aspire's capability interface: it decides which With… methods compile.
/// <summary>Takes command line arguments.</summary>
public interface IResourceWithArgs : IResource;
#pragma warning restore CA1040
