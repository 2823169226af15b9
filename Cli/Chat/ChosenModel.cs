using LocalAi.Cli.Errors;

namespace LocalAi.Cli.Chat;

/// <summary>The model <c>ai models use</c> chose, kept in <c>cli/model</c> of the data folder.</summary>
internal static class ChosenModel
{
    public const string Default = "auto";

    private const int LongestName = 200;

    public static string Read(string dataFolder)
    {
        try
        {
            var path = Location(dataFolder);
            return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 and <= LongestName } name ? name : Default;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Default;
        }
    }

    public static void Write(string dataFolder, string model)
    {
        var path = Location(dataFolder);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, model + "\n");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Error, $"The choice cannot be kept in {path}: {refused.Message}", "Use --model for one question.", refused);
        }
    }

    private static string Location(string dataFolder) => Path.Combine(dataFolder, "cli", "model");
}
