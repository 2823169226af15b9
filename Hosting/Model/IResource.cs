namespace LocalAi.Hosting;

/// <summary>A part of the application: a process, a database, a parameter.</summary>
public interface IResource
{
    /// <summary>Unique without regard to case: 1-64 ASCII letters, digits and single hyphens, starting with a letter.</summary>
    string Name { get; }

    /// <summary>What was declared of it, in the order of declaration.</summary>
    IList<IResourceAnnotation> Annotations { get; }
}
