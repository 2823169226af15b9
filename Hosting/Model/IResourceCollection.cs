namespace LocalAi.Hosting;

/// <summary>All resources, in the order of declaration.</summary>
public interface IResourceCollection : IList<IResource>;
