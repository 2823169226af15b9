using System.Runtime.InteropServices;

namespace LocalAi.AgentApi.Workspaces;

/// <summary>The part of struct statx (linux/stat.h, 256 bytes) that is read here.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(20)]
    public uint Owner;

    [FieldOffset(24)]
    public uint Group;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    /// <summary>Of 512 bytes: what the file really takes.</summary>
    [FieldOffset(48)]
    public ulong Blocks;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    // S_IFMT and its values.
    public readonly bool IsRegular => (Mode & 0xf000) == 0x8000;

    public readonly bool IsDirectory => (Mode & 0xf000) == 0x4000;

    public readonly bool IsLink => (Mode & 0xf000) == 0xa000;

    public readonly int Permissions => Mode & 0x1ff;
}
