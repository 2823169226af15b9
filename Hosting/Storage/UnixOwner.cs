using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace LocalAi.Hosting.Storage;

/// <summary>Owners of files on Unix, which .NET does not tell.</summary>
internal static partial class UnixOwner
{
    public static uint Current => GetEffectiveUserId();

    public static bool IsRoot => !OperatingSystem.IsWindows() && Current == 0;

    /// <summary>User id of a file's owner; null when it cannot be read.</summary>
    public static uint? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // statx(2): owner at byte 20 of struct statx (stx_uid), the same on every architecture.
        Span<byte> buffer = stackalloc byte[256];
        return Statx(AtCurrentDirectory, path, 0, StatxUid, ref MemoryMarshal.GetReference(buffer)) == 0
            ? BitConverter.ToUInt32(buffer[20..])
            : null;
    }

    /// <summary>Name from /etc/passwd, else the number.</summary>
    public static string NameOf(uint id) => Passwd().FirstOrDefault(p => p.Id == id).Name ?? id.ToString(CultureInfo.InvariantCulture);

    /// <summary>User and group id of a user by name; null when there is none.</summary>
    public static (uint User, uint Group)? Find(string name)
    {
        var entry = Passwd().FirstOrDefault(p => p.Name == name);
        return entry.Name is null ? null : (entry.Id, entry.Group);
    }

    /// <summary>Gives a file or folder to a user.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void Give(string path, uint user, uint group)
    {
        if (ChangeOwner(path, user, group) != 0)
        {
            throw new IOException($"{path} cannot be given to user '{NameOf(user)}' (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    private const int AtCurrentDirectory = -100;
    private const uint StatxUid = 0x8;

    private static IEnumerable<(string? Name, uint Id, uint Group)> Passwd()
    {
        if (!File.Exists("/etc/passwd"))
        {
            yield break;
        }

        foreach (var line in File.ReadLines("/etc/passwd", Encoding.UTF8))
        {
            var fields = line.Split(':');
            if (fields.Length > 3 && uint.TryParse(fields[2], out var id) && uint.TryParse(fields[3], out var group))
            {
                yield return (fields[0], id, group);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte buffer);
}
