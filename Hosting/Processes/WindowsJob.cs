using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.Hosting.Processes;

/// <summary>
/// A Windows job object: the process and all it starts share its limits, and end when its handle closes, which Windows does when the host
/// dies in whatever way. See "Job Objects" in the Win32 documentation. A process joins right after it was started, so what it starts in its
/// first moment is outside.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsJob : IDisposable
{
    private const int ExtendedLimitInformation = 9;
    private const int CpuRateControlInformation = 15;
    private const uint LimitActiveProcess = 0x8;
    private const uint LimitJobMemory = 0x200;
    private const uint KillOnJobClose = 0x2000;
    private const uint CpuRateEnable = 0x1;
    private const uint CpuRateHardCap = 0x4;

    private readonly SafeFileHandle _handle;

    /// <exception cref="Win32Exception">Windows refuses the job or a limit.</exception>
    public WindowsJob(ResourceLimitsAnnotation? limits)
    {
        _handle = new SafeFileHandle(CreateJobObjectW(IntPtr.Zero, null), ownsHandle: true);
        if (_handle.IsInvalid)
        {
            throw new Win32Exception();
        }

        var extended = new ExtendedLimits { Basic = { LimitFlags = KillOnJobClose } };
        if (limits?.MemoryBytes is { } memory)
        {
            extended.Basic.LimitFlags |= LimitJobMemory;
            extended.JobMemoryLimit = (nuint)memory;
        }

        if (limits?.Pids is { } pids)
        {
            extended.Basic.LimitFlags |= LimitActiveProcess;
            extended.Basic.ActiveProcessLimit = (uint)pids;
        }

        Set(ExtendedLimitInformation, ref extended);
        if (limits?.Cpus is { } cpus && cpus < Environment.ProcessorCount)
        {
            // In hundredths of a percent of all processors.
            var rate = new CpuRate { ControlFlags = CpuRateEnable | CpuRateHardCap, Rate = (uint)Math.Clamp(cpus / Environment.ProcessorCount * 10_000, 1, 10_000) };
            Set(CpuRateControlInformation, ref rate);
        }
    }

    /// <exception cref="Win32Exception">The process has ended already, or is in a job that allows no other.</exception>
    public void Add(Process process)
    {
        if (!AssignProcessToJobObject(_handle.DangerousGetHandle(), process.Handle))
        {
            throw new Win32Exception();
        }
    }

    public void Dispose() => _handle.Dispose();

    private void Set<T>(int kind, ref T information)
        where T : struct
    {
        var size = Marshal.SizeOf<T>();
        var memory = Marshal.AllocHGlobal(size);
        try
        {
            Marshal.StructureToPtr(information, memory, fDeleteOld: false);
            if (!SetInformationJobObject(_handle.DangerousGetHandle(), kind, memory, (uint)size))
            {
                throw new Win32Exception();
            }
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial IntPtr CreateJobObjectW(IntPtr attributes, string? name);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(IntPtr job, int kind, IntPtr information, uint length);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(IntPtr job, IntPtr process);

    // JOBOBJECT_BASIC_LIMIT_INFORMATION
    [StructLayout(LayoutKind.Sequential)]
    private struct BasicLimits
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize;
        public nuint MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
    }

    // IO_COUNTERS
    [StructLayout(LayoutKind.Sequential)]
    private struct IoCounters
    {
        public ulong ReadOperations;
        public ulong WriteOperations;
        public ulong OtherOperations;
        public ulong ReadBytes;
        public ulong WriteBytes;
        public ulong OtherBytes;
    }

    // JOBOBJECT_EXTENDED_LIMIT_INFORMATION
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        public BasicLimits Basic;
        public IoCounters Io;
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }

    // JOBOBJECT_CPU_RATE_CONTROL_INFORMATION
    [StructLayout(LayoutKind.Sequential)]
    private struct CpuRate
    {
        public uint ControlFlags;
        public uint Rate;
    }
}
