using System.Text;

namespace LocalAi.Hosting.Processes;

/// <summary>
/// Reads one output pipe of a process line by line on a small thread of its own. .NET reads pipes on Unix by blocking a pool thread for each; a dozen
/// of them at start would hold up everything else.
/// </summary>
internal static class OutputReader
{
    /// <summary>Longer lines are cut here, in characters.</summary>
    public const int LongestLine = 16 * 1024;
    private const int ReadBytes = 4096;
    private const int StackBytes = 128 * 1024;

    /// <summary>Returns a task that ends with the stream.</summary>
    public static Task StartAsync(Stream stream, string name, Action<string> onLine)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    Read(stream, onLine);
                }
                catch (Exception failure) when (failure is IOException or ObjectDisposedException)
                {
                    // The pipe broke: the process is gone.
                }
                finally
                {
                    ended.SetResult();
                }
            },
            StackBytes)
        { IsBackground = true, Name = name };
        thread.Start();
        return ended.Task;
    }

    private static void Read(Stream stream, Action<string> onLine)
    {
        // Not a StreamReader: it may wait for more than one read's worth, and a line that is there has to be told at once.
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[ReadBytes];
        var buffer = new char[Encoding.UTF8.GetMaxCharCount(ReadBytes)];
        var line = new StringBuilder();
        var isCut = false;
        int count;
        while ((count = stream.Read(bytes, 0, bytes.Length)) > 0)
        {
            ReadOnlySpan<char> rest = buffer.AsSpan(0, decoder.GetChars(bytes, 0, count, buffer, 0));
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf('\n');
                var part = end < 0 ? rest : rest[..end];
                var room = LongestLine - line.Length;
                isCut |= part.Length > room;
                line.Append(part[..Math.Min(part.Length, room)]);
                rest = end < 0 ? [] : rest[(end + 1)..];
                if (end >= 0)
                {
                    Flush();
                }
            }
        }

        if (line.Length > 0)
        {
            Flush();
        }

        void Flush()
        {
            if (line.Length > 0 && line[^1] == '\r')
            {
                line.Length--;
            }

            onLine(isCut ? line.Append(" […]").ToString() : line.ToString());
            line.Clear();
            isCut = false;
        }
    }
}
