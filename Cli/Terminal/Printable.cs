namespace LocalAi.Cli.Terminal;

/// <summary>Foreign text made safe for a terminal.</summary>
internal static class Printable
{
    public static string Text(string text) => new ControlFilter().Clean(text);

    /// <summary>On one line, for tables and messages.</summary>
    public static string OneLine(string text) => Text(text).Replace('\n', ' ').Replace('\t', ' ').Trim();

    /// <summary>At most so many characters, with an ellipsis.</summary>
    public static string Shorten(string text, int longest) =>
        text.Length <= longest ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1), "…");

    /// <summary>Bytes as people read them: 512 B, 1.2 KB, 3.4 MB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{bytes / 1024.0:0.0} KB",
        < 1024L * 1024 * 1024 => $"{bytes / 1048576.0:0.0} MB",
        _ => $"{bytes / 1073741824.0:0.0} GB",
    };
}
