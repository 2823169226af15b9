namespace LocalAi.Hosting;

#pragma warning disable CA1040 // Aspire's capability interface: it decides which With… methods compile.
/// <summary>Can be probed for health.</summary>
public interface IResourceWithProbes : IResource;
#pragma warning restore CA1040
