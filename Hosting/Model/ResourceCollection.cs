using System.Collections.ObjectModel;

namespace LocalAi.Hosting;

internal sealed class ResourceCollection : Collection<IResource>, IResourceCollection
{
    protected override void InsertItem(int index, IResource item)
    {
        if (this.Any(r => r.Name.Equals(item.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidOperationException($"There is already a resource named '{item.Name}'; names are unique without regard to case.");
        }

        base.InsertItem(index, item);
    }
}
