using System.Text;
using LocalAi.AgentApi.Tools;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Workspaces;

/// <summary>Reads a file as text: UTF-8, UTF-16 with a byte order mark, or CP949 (Korean) when it is not UTF-8.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Korean = CodePagesEncodingProvider.Instance.GetEncoding(949, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>The text, or null when the file is binary.</summary>
    /// <exception cref="ToolException">The file grew past <paramref name="most"/> bytes.</exception>
    public static string? Read(SafeFileHandle file, FileStatus status, long most)
    {
        if ((long)status.Size > most)
        {
            throw new ToolException($"The file has {status.Size} bytes; at most {most} are read. Use search_files to find the part you need.");
        }

        var bytes = new byte[(int)status.Size];
        var length = 0;
        for (int read; length < bytes.Length && (read = RandomAccess.Read(file, bytes.AsSpan(length), length)) > 0; length += read)
        {
        }

        return Decode(bytes.AsSpan(0, length));
    }

    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        if (bytes[..Math.Min(bytes.Length, 8192)].Contains((byte)0))
        {
            return null;
        }

        var text = bytes.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? bytes[3..] : bytes;
        if (System.Text.Unicode.Utf8.IsValid(text))
        {
            return StrictUtf8.GetString(text);
        }

        try
        {
            return Korean.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(text);
        }
    }
}
