using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Watchers.Junk;

/// <summary>Tells a file from every other, and from itself after somebody wrote to it.</summary>
internal readonly record struct FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode, ulong Size, long ModifiedSeconds, uint ModifiedNanoseconds)
{
    public static FileIdentity Of(in FileStatus status) =>
        new(status.DeviceMajor, status.DeviceMinor, status.Inode, status.Size, status.ModifiedSeconds, status.ModifiedNanoseconds);

    /// <summary>A folder stays itself when something in it is deleted.</summary>
    public static FileIdentity OfFolder(in FileStatus status) => new(status.DeviceMajor, status.DeviceMinor, status.Inode, 0, 0, 0);

    public bool IsOnSameDevice(FileIdentity other) => DeviceMajor == other.DeviceMajor && DeviceMinor == other.DeviceMinor;
}
