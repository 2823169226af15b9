namespace LocalAi.Rag.Ingest;

/// <summary>The .gitignore and .localaiignore files that apply in a folder: its own and those of the folders above it, up to the indexed one.</summary>
internal sealed class IgnoreRules
{
    private const int LargestFile = 256 * 1024;
    private const int MostPatterns = 5000;
    private static readonly string[] FileNames = [".gitignore", ".localaiignore"];

    private readonly IgnoreRules? _above;
    private readonly string _prefix;
    private readonly List<IgnorePattern> _patterns;

    private IgnoreRules(IgnoreRules? above, string prefix, List<IgnorePattern> patterns)
    {
        _above = above;
        _prefix = prefix;
        _patterns = patterns;
    }

    /// <summary>Rules of a folder.</summary>
    /// <param name="above">Rules of the folder above, or null for the indexed folder.</param>
    /// <param name="folder">Absolute path.</param>
    /// <param name="relative">Path below the indexed folder, with <c>/</c> at its end; empty for that folder itself.</param>
    public static IgnoreRules? Read(IgnoreRules? above, string folder, string relative)
    {
        var patterns = new List<IgnorePattern>();
        foreach (var name in FileNames)
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists || file.Length is 0 or > LargestFile || file.LinkTarget is not null)
            {
                continue;
            }

            try
            {
                foreach (var line in File.ReadLines(file.FullName).Take(MostPatterns))
                {
                    if (IgnorePattern.Parse(line) is { } pattern)
                    {
                        patterns.Add(pattern);
                    }
                }
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                // Then nothing is ignored by it: the files it would hide are the user's own.
            }
        }

        return patterns.Count == 0 ? above : new IgnoreRules(above, relative, patterns);
    }

    /// <summary>Whether a file or folder of this folder is ignored: the last pattern that matches decides, nearer files before farther ones.</summary>
    public bool Ignores(string relative, bool isFolder)
    {
        for (var rules = this; rules is not null; rules = rules._above)
        {
            var below = relative[rules._prefix.Length..];
            for (var i = rules._patterns.Count - 1; i >= 0; i--)
            {
                if (rules._patterns[i].Matches(below, isFolder))
                {
                    return !rules._patterns[i].Negated;
                }
            }
        }

        return false;
    }
}
