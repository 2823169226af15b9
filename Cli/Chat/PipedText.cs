using System.Text;
using LocalAi.Cli.Errors;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.Cli.Chat;

/// <summary>Text that was piped into <c>ai</c>.</summary>
internal static class PipedText
{
    /// <summary>More than any 7B model can read; a whole file system piped in by mistake ends here.</summary>
    public const int LongestBytes = 1024 * 1024;

    /// <summary>All of standard input; empty when it is a terminal. Waits for its end.</summary>
    /// <exception cref="CliException">It is longer than <see cref="LongestBytes"/>.</exception>
    public static async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (!Console.IsInputRedirected)
        {
            return "";
        }

        var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        await using var input = Open();
        int read;

        // A read of a pipe cannot be interrupted; waiting for it can.
        while ((read = await input.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(cancellationToken)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > LongestBytes)
            {
                throw CliException.Usage(
                    $"Standard input is longer than {LongestBytes / 1024} KB.", "Pipe a part of it, or index the file: ai --index FILE");
            }
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF').TrimEnd();
    }

    private static Stream Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardInput();
        }

        // The console's own stream reads synchronously and would hold Ctrl+C back.
        return new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
    }
}
