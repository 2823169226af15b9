using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LocalAi.Benchmarks.AgentApi;

/// <summary>A program started as C does it, by posix_spawn(3) and waitpid(2), with nothing around it: the anchor of what the sandbox costs.</summary>
internal static partial class SpawnedProgram
{
    /// <exception cref="Win32Exception">It could not be started, or did not end well.</exception>
    public static TimeSpan Run(string[] words)
    {
        string?[] arguments = [.. words, null];
        string?[] environment = [null];
        var start = Stopwatch.GetTimestamp();
        var error = Spawn(out var process, words[0], 0, 0, arguments, environment);
        if (error != 0 || Wait(process, out var status, 0) != process || status != 0)
        {
            throw new Win32Exception($"{words[0]} could not be run.");
        }

        return Stopwatch.GetElapsedTime(start);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int process, string path, nint actions, nint attributes, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int Wait(int process, out int status, int options);
}
