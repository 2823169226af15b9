namespace LocalAi.Hosting;

/// <summary>Lives inside another resource, as a database in its server.</summary>
public interface IResourceWithParent : IResource
{
    IResource Parent { get; }
}
