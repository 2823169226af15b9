using System.Security.Cryptography;
using System.Text;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>A settings file as it was read: what is written later must have been made from exactly this.</summary>
internal sealed class SettingsFile
{
    public const int MostBytes = 1 << 20;

    /// <summary>Stands for the hash of a file that is not there.</summary>
    public const string Absent = "absent";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private SettingsFile(string path, byte[]? bytes, string text, bool mark)
    {
        Path = path;
        Bytes = bytes;
        Text = text;
        Mark = mark;
    }

    /// <summary>The file itself; links are followed.</summary>
    public string Path { get; }

    /// <summary>Null where there is no file.</summary>
    public byte[]? Bytes { get; }

    public string Text { get; }

    /// <summary>Starts with a byte order mark, which is kept.</summary>
    public bool Mark { get; }

    public string Hash => Bytes is null ? Absent : HashOf(Bytes);

    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <exception cref="SettingsException">It is foreign, too large, or not UTF-8.</exception>
    public static SettingsFile Read(string home, string path)
    {
        var target = Target(home, path);
        if (!File.Exists(target))
        {
            return new SettingsFile(target, null, "", mark: false);
        }

        var bytes = ReadBytes(target);
        var mark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
        try
        {
            return new SettingsFile(target, bytes, Strict.GetString(bytes, mark ? 3 : 0, bytes.Length - (mark ? 3 : 0)), mark);
        }
        catch (DecoderFallbackException)
        {
            throw new SettingsException("It is not UTF-8 text. Save it as UTF-8 first.", "malformed");
        }
    }

    public byte[] Encode(string text) => Mark ? [.. Encoding.UTF8.Preamble, .. Strict.GetBytes(text)] : Strict.GetBytes(text);

    private static byte[] ReadBytes(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > MostBytes)
            {
                throw new SettingsException($"It has {file.Length} bytes; more than {MostBytes} are no settings.", "too_large");
            }

            var bytes = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MostBytes ? bytes[..length] : throw new SettingsException($"It grew past {MostBytes} bytes while it was read.", "too_large");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException("It cannot be read by the user LocalAi runs as.", "unreadable");
        }
    }

    /// <summary>People keep their settings in a folder of their own and link to them; a link out of the home is not followed.</summary>
    private static string Target(string home, string path)
    {
        try
        {
            var target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
            var root = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(home)) + System.IO.Path.DirectorySeparatorChar;
            if (!System.IO.Path.GetFullPath(target).StartsWith(root, StringComparison.Ordinal))
            {
                throw new SettingsException("It is a link that leaves the home folder; such a file is not touched.", "foreign");
            }

            if (OperatingSystem.IsLinux() && File.Exists(target) && !Regular(target))
            {
                throw new SettingsException("It is not a plain file.", "foreign");
            }

            return target;
        }
        catch (IOException broken)
        {
            throw new SettingsException($"Its link cannot be followed: {broken.GetType().Name}.", "foreign");
        }
    }

    private static bool Regular(string path)
    {
        using var root = Native.OpenRoot(System.IO.Path.GetDirectoryName(path)!);
        using var file = root is null ? null : Native.OpenBeneath(root, System.IO.Path.GetFileName(path), Native.OpenPath | Native.OpenNoFollow, 0, 0);
        return file is not null && Native.TryStat(file, out var status) && status.IsRegular;
    }
}
