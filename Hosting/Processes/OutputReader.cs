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
        using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: false, 4096);
        var buffer = new char[2048];
        var line = new StringBuilder();
        var isCut = false;
        int count;
        while ((count = reader.Read(buffer, 0, buffer.Length)) > 0)
        {
            var rest = buffer.AsSpan(0, count);
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
