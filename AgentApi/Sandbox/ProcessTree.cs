using System.Globalization;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>What a process and everything below it use, from /proc.</summary>
internal static class ProcessTree
{
    /// <summary>Resident memory of the tree in bytes; shared pages count once per process, so this errs on the high side.</summary>
    public static long ResidentBytes(int root) => Sum(root, Resident);

    /// <summary>Resident memory of the tree that is not shared with anybody, in bytes: what programs with large shared parts (browsers) really add.</summary>
    public static long PrivateBytes(int root) => Sum(root, Private);

    private static long Sum(int root, Func<int, long> measure)
    {
        var total = 0L;
        var open = new Stack<int>();
        open.Push(root);
        for (var seen = 0; open.TryPop(out var pid) && seen < 10_000; seen++)
        {
            total += measure(pid);
            foreach (var child in Children(pid))
            {
                open.Push(child);
            }
        }

        return total;
    }

    private static IEnumerable<int> Children(int pid)
    {
        string[] threads;
        try
        {
            threads = Directory.GetDirectories($"/proc/{pid}/task");
        }
        catch (IOException)
        {
            yield break;
        }

        foreach (var thread in threads)
        {
            foreach (var child in Read(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return int.Parse(child, CultureInfo.InvariantCulture);
            }
        }
    }

    private static long Resident(int pid) =>
        Read($"/proc/{pid}/statm").Split(' ') is [_, var pages, ..] && long.TryParse(pages, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count * Environment.SystemPageSize : 0;

    private static long Private(int pid) =>
        Read($"/proc/{pid}/statm").Split(' ') is [_, var pages, var shared, ..]
            && long.TryParse(pages, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && long.TryParse(shared, NumberStyles.None, CultureInfo.InvariantCulture, out var common)
            ? (count - common) * Environment.SystemPageSize
            : 0;

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Processes end while they are looked at.
            return "";
        }
    }
}
