using System.Globalization;

namespace LocalAi.Hosting.Limits;

/// <summary>Reading and writing of cgroup folders, both versions.</summary>
internal static class Cgroup
{
    /// <summary>Pids in a cgroup and in those a service made below it; none when it is gone.</summary>
    public static IEnumerable<int> Processes(string folder) =>
        Below(folder).Prepend(folder)
            .SelectMany(f => (ReadText(Path.Combine(f, "cgroup.procs")) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture));

    /// <summary>A file's text; null when it cannot be read.</summary>
    public static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The whole file as a number; null when it is none.</summary>
    public static long? ReadNumber(string path) =>
        long.TryParse(ReadText(path)?.Trim(), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The number after a key at the start of a line, as in memory.stat; null when it is not there.</summary>
    public static long? ReadNumber(string path, string key)
    {
        foreach (var line in (ReadText(path) ?? "").Split('\n'))
        {
            if (line.StartsWith(key, StringComparison.Ordinal) && line.Length > key.Length && line[key.Length] == ' ')
            {
                return long.Parse(line.AsSpan(key.Length + 1), CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    /// <summary>Writes a control file; false when the kernel refuses.</summary>
    public static bool TryWrite(string folder, string file, string value)
    {
        try
        {
            File.WriteAllText(Path.Combine(folder, file), value);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static bool TryCreate(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Removes a cgroup with those below it and, when it was the last, its parent. A cgroup folder holds files that cannot be deleted; rmdir takes it as it is.</summary>
    public static void Remove(string folder)
    {
        foreach (var path in (string?[])[.. Below(folder).OrderByDescending(f => f.Length), folder, Path.GetDirectoryName(folder)])
        {
            try
            {
                if (path is not null && Path.GetFileName(path) is { Length: > 0 } && path.Contains("localai-", StringComparison.Ordinal))
                {
                    Directory.Delete(path);
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Still in use, or gone already.
            }
        }
    }

    private static string[] Below(string folder)
    {
        try
        {
            return Directory.GetDirectories(folder, "*", SearchOption.AllDirectories);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
