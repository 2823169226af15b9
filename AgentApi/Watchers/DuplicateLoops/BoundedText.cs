using System.Text;
using LocalAi.AgentApi.Workspaces;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>
/// Reads small text files of any encoding that has a mark, UTF-8 else. What is too long, not ours to read, or no plain file (a pipe would keep the reader waiting,
/// a device may do something when it is opened) is null.
/// </summary>
internal static class BoundedText
{
    private const int MostLines = 5000;
    private const int LongestLine = 8192;

    public static string? Read(string path, int longest)
    {
        try
        {
            using var handle = Open(path);
            if (handle is null)
            {
                return null;
            }

            // Some files say that they are empty and never end.
            var length = RandomAccess.GetLength(handle);
            if (length > longest)
            {
                return null;
            }

            using var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            var bytes = new byte[(length > 0 ? length : longest) + 1];
            var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read == bytes.Length)
            {
                return null;
            }

            using var reader = new StreamReader(new MemoryStream(bytes, 0, read), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>At most 5,000 lines; of longer ones than 8,192 characters nothing.</summary>
    public static IReadOnlyList<string> Lines(string text) => [.. text.Split('\n').Take(MostLines).Select(l => l.Length <= LongestLine ? l.TrimEnd('\r') : "")];

    private static SafeFileHandle? Open(string path) =>
        OperatingSystem.IsLinux() ? Native.OpenRegular(path)
        : File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        : null;
}
