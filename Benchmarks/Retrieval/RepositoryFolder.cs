namespace LocalAi.Benchmarks.Retrieval;

/// <summary>Files of the repository, from wherever the harness was built to.</summary>
internal static class RepositoryFolder
{
    public static string Find(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LocalAi.sln"))) return Path.Combine([folder.FullName, .. parts]);
        }
        throw new DirectoryNotFoundException("LocalAi.sln was not found above the harness; give the folder with an option.");
    }
}
