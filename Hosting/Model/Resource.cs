using System.Text.RegularExpressions;

namespace LocalAi.Hosting;

/// <inheritdoc cref="IResource"/>
public abstract partial class Resource : IResource
{
    /// <exception cref="ArgumentException">The name does not follow the rules of <see cref="IResource.Name"/>.</exception>
    protected Resource(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > 64 || !NamePattern().IsMatch(name))
        {
            throw new ArgumentException(
                $"'{name}' is not a resource name: write 1-64 ASCII letters, digits and single hyphens, starting with a letter.", nameof(name));
        }

        Name = name;
    }

    public virtual string Name { get; }

    public virtual IList<IResourceAnnotation> Annotations { get; } = [];

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$")]
    private static partial Regex NamePattern();
}
