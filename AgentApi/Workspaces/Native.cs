using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Workspaces;

/// <summary>The Linux system calls the file tools stand on. Numbers and flags are the same on x86-64 and arm64 unless said.</summary>
internal static partial class Native
{
    public const int OpenReadOnly = 0;
    public const int OpenWriteOnly = 1;
    public const int OpenCreate = 0x40;
    public const int OpenExclusive = 0x80;
    public const int OpenNoTerminal = 0x100;
    public const int OpenAppend = 0x400;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;
    public const int OpenPath = 0x200000;

    // From linux/openat2.h.
    public const ulong ResolveNoCrossMount = 0x01;
    public const ulong ResolveNoMagicLinks = 0x02;
    public const ulong ResolveNoSymlinks = 0x04;
    public const ulong ResolveBeneath = 0x08;

    public const int ErrorNoEntry = 2;
    public const int ErrorNoDevice = 6;
    public const int ErrorAgain = 11;
    public const int ErrorAccess = 13;
    public const int ErrorExists = 17;
    public const int ErrorCrossDevice = 18;
    public const int ErrorNotDirectory = 20;
    public const int ErrorIsDirectory = 21;
    public const int ErrorInvalid = 22;
    public const int ErrorNoSpace = 28;
    public const int ErrorReadOnlyFileSystem = 30;
    public const int ErrorNameTooLong = 36;
    public const int ErrorNoSystemCall = 38;
    public const int ErrorTooManyLinks = 40;

    private const nint OpenAt2Number = 437;

    // O_DIRECTORY and O_NOFOLLOW are swapped in value between the two architectures (asm-generic against arm).
    public static readonly int OpenDirectory = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;
    public static readonly int OpenNoFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>openat2(2). Returns a handle, or null with <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    public static SafeFileHandle? OpenBeneath(SafeFileHandle directory, string path, int flags, int mode, ulong resolve)
    {
        var how = new OpenHow { Flags = (ulong)(uint)(flags | OpenCloseOnExec), Mode = (ulong)(uint)mode, Resolve = resolve };

        // EAGAIN: a rename happened while the kernel walked the path and it cannot tell whether it left the root.
        for (var attempt = 0; ; attempt++)
        {
            var descriptor = OpenAt2(OpenAt2Number, directory, path, ref how, 24);
            if (descriptor >= 0)
            {
                return new SafeFileHandle(descriptor, ownsHandle: true);
            }

            if (Marshal.GetLastPInvokeError() != ErrorAgain || attempt == 32)
            {
                return null;
            }
        }
    }

    public static SafeFileHandle? OpenRoot(string path)
    {
        var descriptor = Open(path, OpenPath | OpenDirectory | OpenCloseOnExec, 0);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : null;
    }

    /// <summary>
    /// Opens a plain file for reading, links followed; null when there is none, or when it is something else: opening a pipe would wait, and opening a device may
    /// do something. What was looked at is what is opened.
    /// </summary>
    public static SafeFileHandle? OpenRegular(string path)
    {
        var descriptor = Open(path, OpenPath | OpenCloseOnExec, 0);
        if (descriptor < 0)
        {
            return null;
        }

        using var look = new SafeFileHandle(descriptor, ownsHandle: true);
        if (!TryStat(look, out var status) || !status.IsRegular)
        {
            return null;
        }

        var file = Open($"/proc/self/fd/{descriptor}", OpenReadOnly | OpenNonBlocking | OpenNoTerminal | OpenCloseOnExec, 0);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : null;
    }

    public static bool TryStat(SafeFileHandle file, out FileStatus status) => StatX(file, "", 0x1000 /* AT_EMPTY_PATH */, 0x7ff /* STATX_BASIC_STATS */, out status) == 0;

    /// <summary>What a name in a folder is, a link itself and not what it leads to.</summary>
    public static bool TryStatAt(SafeFileHandle directory, string name, out FileStatus status) => StatX(directory, name, 0x100 /* AT_SYMLINK_NOFOLLOW */, 0x7ff, out status) == 0;

    /// <summary>Renames within a folder; fails when the new name is taken.</summary>
    public static bool TryRenameAt(SafeFileHandle directory, string oldName, string newName) => RenameAt2(directory, oldName, directory, newName, 1 /* RENAME_NOREPLACE */) == 0;

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(SafeFileHandle oldDirectory, string oldName, SafeFileHandle newDirectory, string newName, uint flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt(SafeFileHandle oldDirectory, string oldName, SafeFileHandle newDirectory, string newName);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectoryAt(SafeFileHandle directory, string name, int mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UnlinkAt(SafeFileHandle directory, string name, int flags);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(SafeFileHandle file, int mode);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    public static partial int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    /// <summary>Both ends of a pipe that programs started by this service do not get. Reading comes first.</summary>
    public static (SafeFileHandle Read, SafeFileHandle Write) Pipe()
    {
        var ends = new int[2];
        return Pipe2(ref ends[0], OpenCloseOnExec) == 0
            ? (new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true))
            : throw new IOException($"A pipe cannot be made (error {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Both ends of a connection that programs started by this service do not get.</summary>
    public static (SafeFileHandle One, SafeFileHandle Other) SocketPair()
    {
        var ends = new int[2];
        return SocketPair(1 /* AF_UNIX */, 1 /* SOCK_STREAM */ | OpenCloseOnExec, 0, ref ends[0]) == 0
            ? (new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true))
            : throw new IOException($"A pair of sockets cannot be made (error {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Takes a socket that the other end sends along with one byte (SCM_RIGHTS of unix(7)); null when the end or the time comes first.</summary>
    public static unsafe SafeSocketHandle? ReceiveSocket(SafeFileHandle from, int milliseconds)
    {
        // struct iovec, struct cmsghdr with one number behind it, and struct msghdr, all as 64-bit kernels have them.
        byte body;
        var part = stackalloc nint[] { (nint)(&body), 1 };
        var rights = stackalloc long[3];
        var message = stackalloc nint[] { 0, 0, (nint)part, 1, (nint)rights, 3 * sizeof(long), 0 };
        var wait = new PollEntry { Descriptor = (int)from.DangerousGetHandle(), Events = 1 /* POLLIN */ };
        if (Poll(ref wait, 1, milliseconds) != 1 || ReceiveMessage(from, message, 0x40000000 /* MSG_CMSG_CLOEXEC */) != 1)
        {
            return null;
        }

        const int HeaderAndNumber = 20;
        const long SocketRights = 1 | (1L << 32);
        return rights[0] == HeaderAndNumber && rights[1] == SocketRights ? new SafeSocketHandle((int)rights[2], ownsHandle: true) : null;
    }

    /// <summary>Lets programs that are started from now on inherit it, under the same number.</summary>
    public static void Inherit(SafeFileHandle file) => FileControl(file, 2 /* F_SETFD */, 0);

    /// <summary>Sets a limit (soft and hard) of another process. Limits that its threads and children get from then on.</summary>
    public static bool TryLimit(int process, int resource, long most)
    {
        Span<long> both = [most, most];
        return ProcessLimit(process, resource, ref both[0], 0) == 0;
    }

    /// <summary>Reads what is there, waiting for something; 0 is the end.</summary>
    public static int Read(SafeHandle file, Span<byte> buffer)
    {
        int read;
        while ((read = (int)ReadCore(file, ref MemoryMarshal.GetReference(buffer), buffer.Length)) < 0 && Marshal.GetLastPInvokeError() == 4 /* EINTR */)
        {
        }

        return read;
    }

    /// <summary>Writes to a pipe; false when nobody reads it any more.</summary>
    public static bool TryWrite(SafeFileHandle pipe, byte value) => Write(pipe, ref value, 1) == 1;

    /// <summary>Waits until one of two pipes has something to read or has ended. A negative number is left out.</summary>
    public static (bool First, bool Second) WaitReadable(int first, int second)
    {
        Span<PollEntry> entries = [new() { Descriptor = first, Events = 1 /* POLLIN */ }, new() { Descriptor = second, Events = 1 }];
        while (Poll(ref entries[0], (nuint)entries.Length, -1) < 0)
        {
            if (Marshal.GetLastPInvokeError() != 4)
            {
                throw new IOException($"poll failed (error {Marshal.GetLastPInvokeError()}).");
            }
        }

        return (entries[0].Returned != 0, entries[1].Returned != 0);
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe2(ref int ends, int flags);

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int SocketPair(int family, int type, int protocol, ref int ends);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static unsafe partial nint ReceiveMessage(SafeFileHandle socket, nint* message, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(SafeFileHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    private static partial int ProcessLimit(int process, int resource, ref long limit, nint old);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadCore(SafeHandle file, ref byte buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ref byte buffer, nint count);

    /// <summary>poll(2): how many of the files are ready, 0 after the time, negative for an error.</summary>
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollEntry first, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenAt2(nint number, SafeFileHandle directory, string path, ref OpenHow how, nint size);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle directory, string path, int flags, uint mask, out FileStatus status);
}
