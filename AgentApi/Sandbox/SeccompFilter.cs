using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>
/// The seccomp filter of the sandbox as classic BPF (seccomp(2), linux/filter.h), for x86-64 and arm64. It takes away what widens the kernel's attack
/// surface: new namespaces, mounts, tracing, keys, BPF, io_uring, and every socket family but IPv4 and IPv6 (which lead nowhere without a network).
/// </summary>
internal static class SeccompFilter
{
    private const ushort LoadWord = 0x20;
    private const ushort JumpEqual = 0x15;
    private const ushort JumpGreaterOrEqual = 0x35;
    private const ushort JumpAnyBit = 0x45;
    private const ushort Return = 0x06;

    // Offsets in struct seccomp_data.
    private const uint Number = 0;
    private const uint AuditArchitecture = 4;
    private const uint FirstArgument = 16;
    private const uint SecondArgument = 24;

    private const uint Allow = 0x7fff0000;
    private const uint Kill = 0x80000000;
    private const uint NotPermitted = 0x00050000 | 1;
    private const uint NoSystemCall = 0x00050000 | 38;
    private const uint NoAddressFamily = 0x00050000 | 97;

    // AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64.
    private const uint X64 = 0xc000003e;
    private const uint Arm64 = 0xc00000b7;
    private const uint X32Bit = 0x40000000;
    private const uint None = uint.MaxValue;

    private static readonly (uint X64, uint Arm64) Clone = (56, 220);
    private static readonly (uint X64, uint Arm64) Clone3 = (435, 435);
    private static readonly (uint X64, uint Arm64) Socket = (41, 198);
    private static readonly (uint X64, uint Arm64) Ioctl = (16, 29);

    // CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
    private const uint NewNamespaces = 0x80 | 0x20000 | 0x2000000 | 0x4000000 | 0x8000000 | 0x10000000 | 0x20000000 | 0x40000000;

    /// <summary>System calls that are refused whatever their arguments, by their numbers on both architectures.</summary>
    private static readonly (uint X64, uint Arm64)[] Refused =
    [
        (101, 117) /* ptrace */, (310, 270) /* process_vm_readv */, (311, 271) /* process_vm_writev */, (312, 272) /* kcmp */, (438, 438) /* pidfd_getfd */,
        (440, 440) /* process_madvise */, (155, 41) /* pivot_root */, (161, 51) /* chroot */, (165, 40) /* mount */, (166, 39) /* umount2 */, (428, 428) /* open_tree */,
        (429, 429) /* move_mount */, (430, 430) /* fsopen */, (431, 431) /* fsconfig */, (432, 432) /* fsmount */, (433, 433) /* fspick */,
        (442, 442) /* mount_setattr */, (303, 264) /* name_to_handle_at */, (304, 265) /* open_by_handle_at */, (272, 97) /* unshare */, (308, 268) /* setns */,
        (135, 92) /* personality */, (103, 116) /* syslog */, (163, 89) /* acct */, (167, 224) /* swapon */, (168, 225) /* swapoff */, (169, 142) /* reboot */,
        (170, 161) /* sethostname */, (171, 162) /* setdomainname */, (172, None) /* iopl */, (173, None) /* ioperm */, (153, 58) /* vhangup */, (179, 60) /* quotactl */,
        (443, 443) /* quotactl_fd */, (175, 105) /* init_module */, (176, 106) /* delete_module */, (313, 273) /* finit_module */, (246, 104) /* kexec_load */,
        (320, 294) /* kexec_file_load */, (248, 217) /* add_key */, (249, 218) /* request_key */, (250, 219) /* keyctl */, (298, 241) /* perf_event_open */,
        (321, 280) /* bpf */, (323, 282) /* userfaultfd */, (425, 425) /* io_uring_setup */, (426, 426) /* io_uring_enter */, (427, 427) /* io_uring_register */,
        (212, 18) /* lookup_dcookie */, (180, 42) /* nfsservctl */, (447, 447) /* memfd_secret */,
    ];

    public static bool IsSupported => RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>The program as the kernel of this machine reads it.</summary>
    public static byte[] Build() => Build(RuntimeInformation.ProcessArchitecture);

    /// <summary>The program as a kernel reads it: 8 bytes an instruction.</summary>
    /// <exception cref="SandboxUnavailableException">There is none for this architecture.</exception>
    public static byte[] Build(Architecture architecture)
    {
        var isArm = architecture == Architecture.Arm64;
        if (!isArm && architecture != Architecture.X64)
        {
            throw new SandboxUnavailableException("The sandbox's filter is for x86-64 and arm64.");
        }

        var program = new List<(ushort Code, byte True, byte False, uint Value)>
        {
            (LoadWord, 0, 0, AuditArchitecture),
            (JumpEqual, 1, 0, isArm ? Arm64 : X64),
            (Return, 0, 0, Kill),
            (LoadWord, 0, 0, Number),
        };
        if (!isArm)
        {
            // The x32 numbers name the same calls a second time.
            program.Add((JumpGreaterOrEqual, 0, 1, X32Bit));
            program.Add((Return, 0, 0, Kill));
        }

        foreach (var call in Refused.Select(On).Where(n => n != None))
        {
            program.Add((JumpEqual, 0, 1, call));
            program.Add((Return, 0, 0, NotPermitted));
        }

        // clone3 hides its flags in memory, which a filter cannot read; without it C libraries fall back to clone.
        program.Add((JumpEqual, 0, 1, On(Clone3)));
        program.Add((Return, 0, 0, NoSystemCall));

        program.Add((JumpEqual, 0, 4, On(Clone)));
        program.Add((LoadWord, 0, 0, FirstArgument));
        program.Add((JumpAnyBit, 0, 1, NewNamespaces));
        program.Add((Return, 0, 0, NotPermitted));
        program.Add((Return, 0, 0, Allow));

        program.Add((JumpEqual, 0, 5, On(Socket)));
        program.Add((LoadWord, 0, 0, FirstArgument));
        program.Add((JumpEqual, 2, 0, 2 /* AF_INET */));
        program.Add((JumpEqual, 1, 0, 10 /* AF_INET6 */));
        program.Add((Return, 0, 0, NoAddressFamily));
        program.Add((Return, 0, 0, Allow));

        // Pushing characters into a terminal (CVE-2017-5226).
        program.Add((JumpEqual, 0, 4, On(Ioctl)));
        program.Add((LoadWord, 0, 0, SecondArgument));
        program.Add((JumpEqual, 1, 0, 0x5412 /* TIOCSTI */));
        program.Add((JumpEqual, 0, 1, 0x541c /* TIOCLINUX */));
        program.Add((Return, 0, 0, NotPermitted));
        program.Add((Return, 0, 0, Allow));

        var bytes = new byte[program.Count * 8];
        for (var i = 0; i < program.Count; i++)
        {
            var at = bytes.AsSpan(i * 8);
            BinaryPrimitives.WriteUInt16LittleEndian(at, program[i].Code);
            at[2] = program[i].True;
            at[3] = program[i].False;
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], program[i].Value);
        }

        return bytes;

        uint On((uint X64, uint Arm64) call) => isArm ? call.Arm64 : call.X64;
    }
}
