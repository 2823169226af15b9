using LocalAi.AgentApi.Workspaces;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Rhythm.Sensing;

/// <summary>
/// The kernel's own word that the CPU is short: in a window of two seconds, tasks waited for it for 0.3 s (PSI trigger, Documentation/accounting/psi.rst; two seconds
/// are the shortest window for users without privileges). Asking costs one system call and never waits. Where the kernel has none or refuses, it never fires.
/// </summary>
internal sealed class PressureTrigger : IDisposable
{
    private const short Priority = 2;
    private const short Gone = 8;

    private readonly SafeFileHandle? _file;

    public PressureTrigger(string root = "/")
    {
        try
        {
            _file = OperatingSystem.IsLinux() ? File.OpenHandle(Path.Combine(root, "proc/pressure/cpu"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite) : null;
            if (_file is not null)
            {
                // The kernel takes the last byte for the end of the text, whatever it is.
                RandomAccess.Write(_file, "some 300000 2000000\0"u8, 0);
                IsHere = true;
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // No PSI, an older kernel's rule about privileges, or a container that hides it.
            _file?.Dispose();
        }
    }

    /// <summary>True when the kernel watches.</summary>
    public bool IsHere { get; private set; }

    /// <summary>True once for each window in which it fired.</summary>
    public bool HasFired()
    {
        if (!IsHere)
        {
            return false;
        }

        var entry = new PollEntry { Descriptor = (int)_file!.DangerousGetHandle(), Events = Priority };
        if (Native.Poll(ref entry, 1, 0) <= 0)
        {
            return false;
        }

        IsHere = (entry.Returned & Gone) == 0;
        return IsHere && (entry.Returned & Priority) != 0;
    }

    public void Dispose()
    {
        IsHere = false;
        _file?.Dispose();
    }
}
