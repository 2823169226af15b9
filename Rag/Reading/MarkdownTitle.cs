namespace LocalAi.Rag.Reading;

internal static class MarkdownTitle
{
    private const int LinesLooked = 60;
    private const int Longest = 200;

    /// <summary>The <c>title:</c> of the front matter, else the first heading, else null.</summary>
    public static string? Of(string text)
    {
        var line = 0;
        var front = false;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var trimmed = raw.Trim();
            if (line == 0 && trimmed is "---")
            {
                front = true;
            }
            else if (front && trimmed is "---")
            {
                front = false;
            }
            else if (front && trimmed.StartsWith("title:", StringComparison.OrdinalIgnoreCase))
            {
                return Short(trimmed["title:".Length..].Trim().Trim('"').Trim('\''));
            }
            else if (!front && trimmed.StartsWith('#') && trimmed.TrimStart('#') is { Length: > 0 } heading && heading[0] == ' ')
            {
                return Short(heading.Trim());
            }

            if (++line == LinesLooked)
            {
                break;
            }
        }

        return null;
    }

    private static string? Short(ReadOnlySpan<char> title) => title.Length == 0 ? null : title[..Math.Min(title.Length, Longest)].ToString();
}
