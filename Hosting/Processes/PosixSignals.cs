using System.Runtime.InteropServices;

namespace LocalAi.Hosting.Processes;

/// <summary>kill(2).</summary>
internal static partial class PosixSignals
{
    /// <summary>Sends to one process, or with a negative number to a process group; false when nobody is there.</summary>
    public static bool Send(int pid, StopSignal signal) => Kill(pid, (int)signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
