using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LocalAi.AgentApi.Sandbox;

namespace LocalAi.Tests.AgentApi.Sandbox;

/// <summary>The filter as the kernel would run it: the program of each architecture is interpreted over its own system call numbers (asm/unistd.h of the kernel).</summary>
public sealed class SeccompFilterTests
{
    private const uint Allowed = 0x7fff0000;
    private const uint Killed = 0x80000000;
    private const uint NotPermitted = 0x00050001;
    private const uint NoSystemCall = 0x00050026;
    private const uint NoAddressFamily = 0x00050061;
    private const uint X64 = 0xc000003e;
    private const uint Arm64 = 0xc00000b7;

    // read, write, openat, execve, mmap, futex, getdents64, exit_group, wait4, pipe2, getrandom, statx, kill, connect, dup3.
    [Theory]
    [InlineData(Architecture.X64, new uint[] { 0, 1, 257, 59, 9, 202, 217, 231, 61, 293, 318, 332, 62, 42, 292 })]
    [InlineData(Architecture.Arm64, new uint[] { 63, 64, 56, 221, 222, 98, 61, 94, 260, 59, 278, 291, 129, 203, 24 })]
    public void Ordinary_Calls_AreAllowed(Architecture architecture, uint[] calls) => calls.Where(c => Run(architecture, c) != Allowed).ShouldBeEmpty();

    // ptrace, process_vm_readv, mount, umount2, pivot_root, chroot, unshare, setns, bpf, keyctl, perf_event_open, userfaultfd, init_module, kexec_load, reboot,
    // open_by_handle_at, io_uring_setup, move_mount, pidfd_getfd.
    [Theory]
    [InlineData(Architecture.X64, new uint[] { 101, 310, 165, 166, 155, 161, 272, 308, 321, 250, 298, 323, 175, 246, 169, 304, 425, 429, 438 })]
    [InlineData(Architecture.Arm64, new uint[] { 117, 270, 40, 39, 41, 51, 97, 268, 280, 219, 241, 282, 105, 104, 142, 265, 425, 429, 438 })]
    public void Dangerous_Calls_AreRefused(Architecture architecture, uint[] calls) => calls.Where(c => Run(architecture, c) != NotPermitted).ShouldBeEmpty();

    [Theory]
    [InlineData(Architecture.X64, 56u)]
    [InlineData(Architecture.Arm64, 220u)]
    public void Clone_MakesProcessesAndThreads_ButNoNamespaces(Architecture architecture, uint clone)
    {
        Run(architecture, clone, 0x11 /* SIGCHLD */).ShouldBe(Allowed);
        Run(architecture, clone, 0x3d0f00 /* a thread of glibc */).ShouldBe(Allowed);
        foreach (var space in (uint[])[0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000])
        {
            Run(architecture, clone, space | 0x11).ShouldBe(NotPermitted);
        }

        Run(architecture, 435).ShouldBe(NoSystemCall);
    }

    [Theory]
    [InlineData(Architecture.X64, 41u)]
    [InlineData(Architecture.Arm64, 198u)]
    public void Socket_OnlyOfTheInternet(Architecture architecture, uint socket)
    {
        Run(architecture, socket, 2).ShouldBe(Allowed);
        Run(architecture, socket, 10).ShouldBe(Allowed);
        foreach (var family in (uint[])[0, 1 /* unix */, 16 /* netlink */, 17 /* packet */, 38 /* alg */, 40 /* vsock */])
        {
            Run(architecture, socket, family).ShouldBe(NoAddressFamily);
        }
    }

    [Theory]
    [InlineData(Architecture.X64, 16u)]
    [InlineData(Architecture.Arm64, 29u)]
    public void Ioctl_PushesNothingIntoATerminal(Architecture architecture, uint ioctl)
    {
        Run(architecture, ioctl, 0, 0x5401 /* TCGETS */).ShouldBe(Allowed);
        Run(architecture, ioctl, 0, 0x5412 /* TIOCSTI */).ShouldBe(NotPermitted);
        Run(architecture, ioctl, 0, 0x541c /* TIOCLINUX */).ShouldBe(NotPermitted);
    }

    [Fact]
    public void Calls_OfAnotherArchitecture_Kill()
    {
        Run(Architecture.X64, 0, audit: Arm64).ShouldBe(Killed);
        Run(Architecture.X64, 0, audit: 0x40000003 /* i386 */).ShouldBe(Killed);
        Run(Architecture.Arm64, 63, audit: X64).ShouldBe(Killed);
        Run(Architecture.Arm64, 63, audit: 0x40000028 /* arm */).ShouldBe(Killed);
    }

    [Fact]
    public void Calls_OfX32_Kill() => Run(Architecture.X64, 0x40000000 | 59).ShouldBe(Killed);

    [Fact]
    public void Build_OfAnArchitectureWithoutAFilter_Refuses() => Should.Throw<SandboxUnavailableException>(() => SeccompFilter.Build(Architecture.X86));

    /// <summary>Interprets the program (classic BPF: 16 bit code, two 8 bit jumps, 32 bit value) over one struct seccomp_data.</summary>
    private static uint Run(Architecture architecture, uint call, uint first = 0, uint second = 0, uint? audit = null)
    {
        var program = SeccompFilter.Build(architecture);
        var data = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(data, call);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), audit ?? (architecture == Architecture.X64 ? X64 : Arm64));
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(16), first);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(24), second);
        var accumulator = 0u;
        for (var at = 0; ; at++)
        {
            var step = program.AsSpan(at * 8, 8);
            var value = BinaryPrimitives.ReadUInt32LittleEndian(step[4..]);
            switch (BinaryPrimitives.ReadUInt16LittleEndian(step))
            {
                case 0x20:
                    accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan((int)value));
                    break;
                case 0x06:
                    return value;
                case 0x15:
                    at += accumulator == value ? step[2] : step[3];
                    break;
                case 0x35:
                    at += accumulator >= value ? step[2] : step[3];
                    break;
                case 0x45:
                    at += (accumulator & value) != 0 ? step[2] : step[3];
                    break;
                case var other:
                    throw new InvalidOperationException($"The kernel knows no such instruction here: {other:x}.");
            }
        }
    }
}
