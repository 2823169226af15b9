namespace LocalAi.Cli.Setup;

/// <summary>A small script called <c>ai</c>, and beside its folder the files it starts.</summary>
internal sealed class Launcher(string folder)
{
    /// <summary>Marks scripts that we may replace.</summary>
    private const string Mark = "LocalAi launcher";

    public static string DefaultFolder => OperatingSystem.IsWindows()
        ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Programs", "localai")
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "bin");

    public string Folder { get; } = folder;

    public string Path { get; } = System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? "ai.cmd" : "ai");

    public bool Exists => File.Exists(Path);

    /// <summary>There is a program of that name which is not ours.</summary>
    public bool IsForeign => Exists && (new FileInfo(Path).Length > 4096 || !File.ReadAllText(Path).Contains(Mark, StringComparison.Ordinal));

    public bool IsOnPath => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(entry => System.IO.Path.TrimEndingDirectorySeparator(entry) == System.IO.Path.TrimEndingDirectorySeparator(Folder));

    /// <summary>The program's files: beside <c>bin</c> under <c>lib</c>, as is the custom.</summary>
    private string Files => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Folder) ?? Folder, "lib", "localai-cli");

    public void Write(string program)
    {
        if (!SameFolder(program, Files))
        {
            Copy(program);
        }

        Directory.CreateDirectory(Folder);
        var dll = System.IO.Path.Combine(Files, "ai.dll");
        var temporary = Path + ".new";
        File.WriteAllText(temporary, OperatingSystem.IsWindows()
            ? $"@rem {Mark}\r\n@dotnet \"{dll}\" %*\r\n"
            : $"#!/bin/sh\n# {Mark}\nexec dotnet '{dll.Replace("'", "'\\''", StringComparison.Ordinal)}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, (UnixFileMode)0b111_101_101);
        }

        File.Move(temporary, Path, overwrite: true);
    }

    public void Delete()
    {
        File.Delete(Path);
        if (Directory.Exists(Files))
        {
            Directory.Delete(Files, recursive: true);
        }
    }

    /// <summary>Into a new folder first: a copy that breaks off leaves the old program whole.</summary>
    private void Copy(string program)
    {
        var next = Files + ".new";
        if (Directory.Exists(next))
        {
            Directory.Delete(next, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(program, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(next, System.IO.Path.GetRelativePath(program, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        if (Directory.Exists(Files))
        {
            Directory.Delete(Files, recursive: true);
        }

        Directory.Move(next, Files);
    }

    private static bool SameFolder(string one, string other) =>
        System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(one)) == System.IO.Path.GetFullPath(other);
}
