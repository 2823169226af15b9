using System.Text;

namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>Reads small text files of any encoding that has a mark, UTF-8 else; what is too long or not ours to read is null.</summary>
internal static class BoundedText
{
    private const int MostLines = 5000;
    private const int LongestLine = 8192;

    public static string? Read(string path, int longest)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > longest)
            {
                return null;
            }

            using var reader = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            var text = new char[longest];
            return new string(text, 0, reader.ReadBlock(text));
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>At most 5,000 lines; of longer ones than 8,192 characters nothing.</summary>
    public static IReadOnlyList<string> Lines(string text) => [.. text.Split('\n').Take(MostLines).Select(l => l.Length <= LongestLine ? l.TrimEnd('\r') : "")];
}
