using System.Text.RegularExpressions;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Removes terminal control sequences (ECMA-48 CSI and OSC) from text that leaves for a file.</summary>
internal static partial class AnsiText
{
    public static string Strip(string text) => text.Contains('\x1b') ? Sequence().Replace(text, "") : text;

    [GeneratedRegex("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[@-Z\\\\^_])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Sequence();
}
