namespace LocalAi.Hosting;

#pragma warning disable CA1040 // Aspire's capability interface: it decides which With… methods compile.
/// <summary>Can be published to a machine of its own: container or project.</summary>
public interface IComputeResource : IResource;
#pragma warning restore CA1040
