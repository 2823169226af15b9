namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>OpenTelemetry severity numbers (1-24, 0 when unset) by the names .NET developers know.</summary>
internal static class Severity
{
    private static readonly string[] Names = ["Trace", "Debug", "Information", "Warning", "Error", "Critical"];

    public const int Error = 17;

    /// <summary>Level names by rising severity.</summary>
    public static IReadOnlyList<string> Levels => Names;

    /// <summary>The level of a number; without one the sender's own word for it.</summary>
    public static string NameOf(int severity, string? text = null) =>
        severity is >= 1 and <= 24 ? Names[(severity - 1) / 4] : string.IsNullOrEmpty(text) ? "Unset" : text;

    /// <summary>The lowest number of a level; null for a name that is none.</summary>
    public static int? MinimumOf(string level)
    {
        var index = Array.FindIndex(Names, name => string.Equals(name, level, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : index * 4 + 1;
    }
}
