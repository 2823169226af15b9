using System.Globalization;
using System.Text.Json;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>Backups in <c>backups/settings/PROGRAM</c> of the data folder: the bytes and a description, the newest ten.</summary>
internal sealed class SettingsBackups(IOptions<LocalAiOptions> options, TimeProvider time)
{
    private const int Kept = 10;
    private const string Bytes = ".bak";
    private const string Description = ".json";

    private string Folder(string program) => Path.Combine(DataFolder.Resolve(options.Value), "backups", "settings", program);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SettingsBackup> List(string program)
    {
        var folder = Folder(program);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*" + Description).OrderDescending(StringComparer.Ordinal).Take(Kept * 2).Select(Read).OfType<SettingsBackup>()]
            : [];
    }

    /// <summary>Keeps the file as it is. It is read back and compared before this returns.</summary>
    /// <exception cref="SettingsException">The backup could not be made or read back; nothing may be changed then.</exception>
    public SettingsBackup Keep(string program, SettingsFile file)
    {
        var now = time.GetUtcNow();
        var backup = new SettingsBackup($"{now.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture)}-{file.Hash[..6]}", file.Path, now, file.Hash);
        var name = Path.Combine(Folder(program), backup.Id);
        try
        {
            var folder = Directory.CreateDirectory(Folder(program));
            if (!OperatingSystem.IsWindows())
            {
                folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            }

            if (file.Bytes is not null)
            {
                File.WriteAllBytes(name + Bytes, file.Bytes);
            }

            File.WriteAllBytes(name + Description, JsonSerializer.SerializeToUtf8Bytes(backup));
            _ = Content(program, backup);
            Trim(program);
            return backup;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The backup could not be made ({full.GetType().Name}), so nothing was changed.", "backup_failed");
        }
    }

    /// <summary>The bytes of a backup, checked against its hash; null where there was no file.</summary>
    /// <exception cref="SettingsException">The backup is damaged.</exception>
    public byte[]? Content(string program, SettingsBackup backup)
    {
        if (backup.Sha256 == SettingsFile.Absent)
        {
            return null;
        }

        var file = Path.Combine(Folder(program), backup.Id + Bytes);
        var bytes = File.Exists(file) ? File.ReadAllBytes(file) : [];
        return SettingsFile.HashOf(bytes) == backup.Sha256 ? bytes : throw new SettingsException($"The backup {backup.Id} is damaged.", "backup_failed");
    }

    private void Trim(string program)
    {
        foreach (var old in List(program).Skip(Kept))
        {
            File.Delete(Path.Combine(Folder(program), old.Id + Bytes));
            File.Delete(Path.Combine(Folder(program), old.Id + Description));
        }
    }

    /// <summary>A description that cannot be read is not a backup that could be trusted.</summary>
    private static SettingsBackup? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<SettingsBackup>(File.ReadAllBytes(file)) is { Id: { } id, Path: not null, Sha256: not null } backup && id == Path.GetFileNameWithoutExtension(file) ? backup : null;
        }
        catch (Exception damaged) when (damaged is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
