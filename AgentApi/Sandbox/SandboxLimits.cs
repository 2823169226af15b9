using System.Globalization;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>Limits of each process of a run (setrlimit(2)). They are set from outside where the kernel allows it, else by a program inside.</summary>
internal static class SandboxLimits
{
    // Numbers of asm-generic/resource.h: the same on x86-64 and arm64.
    private const int Cpu = 0;
    private const int FileSize = 1;
    private const int Core = 4;
    private const int Processes = 6;
    private const int OpenFiles = 7;
    private const int AddressSpace = 9;

    private const int MostOpenFiles = 1024;
    private const int ResourceCapability = 24;

    /// <summary>One's own processes may be limited; somebody else's only with CAP_SYS_RESOURCE, which root in a container often has not.</summary>
    public static bool CanSetFromOutside { get; } = OperatingSystem.IsLinux() && (Native.EffectiveUser() != 0 || HasCapability(ResourceCapability));

    /// <summary>Limits what a process starts from now on.</summary>
    /// <exception cref="SandboxUnavailableException">The kernel refuses one of them.</exception>
    public static void Set(int process, SandboxOptions options, TimeSpan time)
    {
        foreach (var (resource, most) in (ReadOnlySpan<(int, long)>)
            [(Core, 0), (OpenFiles, MostOpenFiles), (Processes, options.MaxProcesses), (AddressSpace, Bytes(options.ProcessMemoryMb)), (FileSize, Bytes(options.MaxFileMb)), (Cpu, Seconds(time))])
        {
            if (!Native.TryLimit(process, resource, most))
            {
                throw new SandboxUnavailableException("The kernel does not let this service limit a sandboxed program, so nothing is run.");
            }
        }
    }

    /// <summary>The words before a command that limit it.</summary>
    public static string[] Words(SandboxOptions options, TimeSpan time) => CanSetFromOutside ? [] :
    [
        "/usr/bin/prlimit", "--core=0", Word("nofile", MostOpenFiles), Word("nproc", options.MaxProcesses), Word("as", Bytes(options.ProcessMemoryMb)), Word("fsize", Bytes(options.MaxFileMb)),
        Word("cpu", Seconds(time)), "--",
    ];

    private static string Word(string name, long most) => string.Create(CultureInfo.InvariantCulture, $"--{name}={most}");

    private static long Bytes(int megabytes) => (long)megabytes << 20;

    private static long Seconds(TimeSpan time) => (long)time.TotalSeconds + 1;

    private static bool HasCapability(int capability)
    {
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("CapEff:", StringComparison.Ordinal));
        return line is not null && ulong.TryParse(line.AsSpan("CapEff:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var set) && ((set >> capability) & 1) != 0;
    }
}
