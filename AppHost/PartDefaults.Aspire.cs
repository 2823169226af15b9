namespace LocalAi.AppHost;

/// <summary>Containers cost memory, so a developer's machine gets Qdrant on demand only; LM Studio is used where it is installed.</summary>
internal static class PartDefaults
{
    public static bool Includes(string part, bool publishing) => part switch
    {
        "Qdrant" => publishing,
        "LmStudio" => !publishing && IsOnPath("lms"),
        _ => false,
    };

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
