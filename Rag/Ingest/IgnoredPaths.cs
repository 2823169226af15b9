namespace LocalAi.Rag.Ingest;

/// <summary>Whether paths under a root are ignored by the rules as they are now. Remembers the rules of the folders it has seen.</summary>
internal sealed class IgnoredPaths(string root)
{
    private const int MostRemembered = 10_000;

    private readonly Dictionary<string, (IgnoreRules? Rules, bool Ignored)> _folders = new(StringComparer.Ordinal);

    public bool Contains(string path)
    {
        if (path.Length <= root.Length)
        {
            return false;
        }

        var relative = path[(root.EndsWith('/') ? root.Length : root.Length + 1)..];
        var slash = relative.LastIndexOf('/');
        var (rules, ignored) = Folder(slash < 0 ? "" : relative[..slash]);
        return ignored || (rules?.Ignores(relative, isFolder: false) ?? false);
    }

    private (IgnoreRules? Rules, bool Ignored) Folder(string relative)
    {
        if (_folders.TryGetValue(relative, out var known))
        {
            return known;
        }

        (IgnoreRules? Rules, bool Ignored) found;
        if (relative.Length == 0)
        {
            found = (IgnoreRules.Read(null, root, ""), false);
        }
        else
        {
            var slash = relative.LastIndexOf('/');
            var above = Folder(slash < 0 ? "" : relative[..slash]);
            var ignored = above.Ignored || FileRules.IsSkippedFolder(relative.AsSpan(slash + 1)) || (above.Rules?.Ignores(relative, isFolder: true) ?? false);
            found = (ignored ? null : IgnoreRules.Read(above.Rules, Path.Combine(root, relative), relative + "/"), ignored);
        }

        if (_folders.Count == MostRemembered)
        {
            _folders.Clear();
        }

        _folders[relative] = found;
        return found;
    }
}
