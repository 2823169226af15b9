using System.Collections.Frozen;

namespace LocalAi.AgentApi.Tools;

/// <summary>All tools, by name and in the order of their names.</summary>
internal sealed class ToolCatalog
{
    private readonly FrozenDictionary<string, ITool> _byName;

    public ToolCatalog(IEnumerable<ITool> tools)
    {
        All = [.. tools.OrderBy(t => t.Definition.Name, StringComparer.Ordinal)];
        _byName = All.ToFrozenDictionary(t => t.Definition.Name, StringComparer.Ordinal);
        Toolsets = [.. All.Select(t => t.Definition.Toolset).Distinct().Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<ITool> All { get; }

    public IReadOnlyList<string> Toolsets { get; }

    public ITool? Find(string name) => _byName.GetValueOrDefault(name);
}
