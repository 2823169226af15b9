namespace LocalAi.Rag.Ingest;

/// <summary>Where a path really leads: every link on the way is followed, as the kernel does, not only the last one.</summary>
internal static class RealPath
{
    /// <summary>Linux gives up after 40 links, too (path_resolution(7)).</summary>
    private const int MostLinks = 40;

    /// <exception cref="IOException">A loop of links, or a part that cannot be read.</exception>
    public static string Of(string path)
    {
        var links = 0;
        return Follow(Path.GetFullPath(path), ref links);
    }

    /// <summary>The same; the path as it is when it cannot be followed.</summary>
    public static string TryOf(string path)
    {
        try
        {
            return Of(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        }
    }

    private static string Follow(string path, ref int links)
    {
        var root = Path.GetPathRoot(path)!;
        var real = root;
        foreach (var part in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (new FileInfo(real).LinkTarget is not { } target)
            {
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"Too many links on the way to {path}.");
            }

            real = Follow(Path.GetFullPath(target, Path.GetDirectoryName(real)!), ref links);
        }

        return real;
    }
}
