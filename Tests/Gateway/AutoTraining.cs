namespace LocalAi.Tests.Gateway;

/// <summary>What the table of weights is trained on: nothing of it may be in what it is judged by.</summary>
internal static class AutoTraining
{
    public static HashSet<string> Prompts() =>
        Directory.GetFiles(Path.Combine(RepositoryFolder(), "Benchmarks", "Gateway", "Auto", "Prompts"), "*.txt")
            .SelectMany(File.ReadLines)
            .Select(line => line.Trim().Replace("\\n", "\n", StringComparison.Ordinal))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    public static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LocalAi.sln")))
        {
            folder = folder.Parent.ShouldNotBeNull("the tests run inside the repository");
        }

        return folder.FullName;
    }
}
