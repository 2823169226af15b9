using LocalAi.AgentApi.Workspaces;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>Puts a new file in the place of an old one in one step, with the old one's mode and owner.</summary>
internal static class SettingsWriter
{
    /// <exception cref="SettingsException">The file is read-only, has changed since it was read, or cannot be written. Nothing has changed then.</exception>
    public static void Write(SettingsFile file, byte[] bytes)
    {
        CheckWritable(file);
        var temporary = file.Path + ".localai-" + Guid.NewGuid().ToString("N")[..8];
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                TakeOver(file, stream.SafeFileHandle);
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            CheckUnchanged(file);
            File.Move(temporary, file.Path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"It cannot be written: {refused.GetType().Name}. Nothing was changed.", "not_written");
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Takes away a file that was made here.</summary>
    public static void Remove(SettingsFile file)
    {
        CheckWritable(file);
        CheckUnchanged(file);
        File.Delete(file.Path);
    }

    private static void CheckUnchanged(SettingsFile file)
    {
        var now = File.Exists(file.Path) ? SettingsFile.HashOf(File.ReadAllBytes(file.Path)) : SettingsFile.Absent;
        if (now != file.Hash)
        {
            throw new SettingsException("It was changed by someone else in this moment. Look at it again.", "changed");
        }
    }

    /// <summary>Root may write everything; a file somebody marked read-only stays as it is all the same.</summary>
    private static void CheckWritable(SettingsFile file)
    {
        if (file.Bytes is not null && (File.GetAttributes(file.Path).HasFlag(FileAttributes.ReadOnly) || (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(file.Path).HasFlag(UnixFileMode.UserWrite))))
        {
            throw new SettingsException("It is read-only. Make it writable first if LocalAi may change it.", "read_only");
        }
    }

    private static void TakeOver(SettingsFile file, SafeFileHandle handle)
    {
        if (file.Bytes is null || OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(handle, File.GetUnixFileMode(file.Path));
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var old = File.OpenHandle(file.Path);
        if (Native.TryStat(old, out var status) && Native.TryStat(handle, out var mine) && (status.Owner != mine.Owner || status.Group != mine.Group)
            && Native.ChangeOwner(handle, status.Owner, status.Group) != 0)
        {
            throw new SettingsException("It belongs to another user. Run LocalAi as that user to change it.", "foreign");
        }
    }
}
