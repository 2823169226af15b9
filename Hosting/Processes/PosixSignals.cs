using System.Runtime.InteropServices;

namespace LocalAi.Hosting.Processes;

/// <summary>kill(2).</summary>
internal static partial class PosixSignals
{
    /// <summary>Sends to one process, or with a negative number to a process group. Nobody there is no error.</summary>
    public static void Send(int pid, StopSignal signal) => _ = Kill(pid, (int)signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
