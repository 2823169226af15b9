namespace LocalAi.Hosting;

#pragma warning disable CA1040 // Aspire's capability interface: it decides which With… methods compile.
/// <summary>Listens on ports.</summary>
public interface IResourceWithEndpoints : IResource;
#pragma warning restore CA1040
