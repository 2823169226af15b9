using System.Globalization;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Engine;

/// <summary>One host per data folder: an exclusive lock the system takes back when the process ends, however it ends.</summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <exception cref="StartException">Another host holds it; the message says which, since when, and where its dashboard is.</exception>
    public static InstanceLock Take(DataFolder folder)
    {
        try
        {
            return new InstanceLock(new FileStream(Path.Combine(folder.Run, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new StartException(RunFile.Read(folder) is { } other
                ? string.Create(CultureInfo.InvariantCulture,
                    $"LocalAi already runs on {folder.Root}: pid {other.Pid}, since {other.StartedAt:yyyy-MM-dd HH:mm:ss} UTC{(other.DashboardUrl is { } url ? $", dashboard {url}" : "")}. ") +
                  $"Stop it (kill {other.Pid}), or set {DataFolder.Setting} to another folder."
                : $"Another LocalAi is starting or stopping on {folder.Root}. Wait a moment, or set {DataFolder.Setting} to another folder.");
        }
    }

    public void Dispose() => _file.Dispose();
}
