namespace LocalAi.Hosting;

/// <summary>Declares facts of one resource. Covariant, so that a builder of a Redis is a builder of anything with a connection string.</summary>
public interface IResourceBuilder<out T>
    where T : IResource
{
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    T Resource { get; }

    IResourceBuilder<T> WithAnnotation<TAnnotation>(TAnnotation annotation)
        where TAnnotation : IResourceAnnotation;
}
