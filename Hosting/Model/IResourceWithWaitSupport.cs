namespace LocalAi.Hosting;

#pragma warning disable CA1040 // Aspire's capability interface: it decides which With… methods compile.
/// <summary>Can wait for others before it starts.</summary>
public interface IResourceWithWaitSupport : IResource;
#pragma warning restore CA1040
