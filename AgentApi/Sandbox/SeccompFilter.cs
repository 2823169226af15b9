using System.Buffers.Binary;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>
/// The seccomp filter of the sandbox as classic BPF (seccomp(2), linux/filter.h), for x86-64. It takes away what widens the kernel's attack
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
    private const uint Architecture = 4;
    private const uint FirstArgument = 16;
    private const uint SecondArgument = 24;

    private const uint Allow = 0x7fff0000;
    private const uint Kill = 0x80000000;
    private const uint NotPermitted = 0x00050000 | 1;
    private const uint NoSystemCall = 0x00050000 | 38;
    private const uint NoAddressFamily = 0x00050000 | 97;

    private const uint X64 = 0xc000003e;
    private const uint X32Bit = 0x40000000;
    private const uint Clone = 56;
    private const uint Clone3 = 435;
    private const uint Socket = 41;
    private const uint Ioctl = 16;

    // CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
    private const uint NewNamespaces = 0x80 | 0x20000 | 0x2000000 | 0x4000000 | 0x8000000 | 0x10000000 | 0x20000000 | 0x40000000;

    /// <summary>System calls that are refused whatever their arguments.</summary>
    private static readonly uint[] Refused =
    [
        101 /* ptrace */, 310 /* process_vm_readv */, 311 /* process_vm_writev */, 312 /* kcmp */, 438 /* pidfd_getfd */, 440 /* process_madvise */,
        155 /* pivot_root */, 161 /* chroot */, 165 /* mount */, 166 /* umount2 */, 428 /* open_tree */, 429 /* move_mount */, 430 /* fsopen */, 431 /* fsconfig */,
        432 /* fsmount */, 433 /* fspick */, 442 /* mount_setattr */, 303 /* name_to_handle_at */, 304 /* open_by_handle_at */,
        272 /* unshare */, 308 /* setns */, 135 /* personality */, 103 /* syslog */, 163 /* acct */, 167 /* swapon */, 168 /* swapoff */, 169 /* reboot */,
        170 /* sethostname */, 171 /* setdomainname */, 172 /* iopl */, 173 /* ioperm */, 153 /* vhangup */, 179 /* quotactl */, 443 /* quotactl_fd */,
        175 /* init_module */, 176 /* delete_module */, 313 /* finit_module */, 246 /* kexec_load */, 320 /* kexec_file_load */,
        248 /* add_key */, 249 /* request_key */, 250 /* keyctl */, 298 /* perf_event_open */, 321 /* bpf */, 323 /* userfaultfd */,
        425 /* io_uring_setup */, 426 /* io_uring_enter */, 427 /* io_uring_register */, 212 /* lookup_dcookie */, 180 /* nfsservctl */, 447 /* memfd_secret */,
    ];

    /// <summary>The program as the kernel reads it: 8 bytes an instruction.</summary>
    public static byte[] Build()
    {
        var program = new List<(ushort Code, byte True, byte False, uint Value)>
        {
            (LoadWord, 0, 0, Architecture),
            (JumpEqual, 1, 0, X64),
            (Return, 0, 0, Kill),
            (LoadWord, 0, 0, Number),

            // The x32 numbers name the same calls a second time.
            (JumpGreaterOrEqual, 0, 1, X32Bit),
            (Return, 0, 0, Kill),
        };
        foreach (var call in Refused)
        {
            program.Add((JumpEqual, 0, 1, call));
            program.Add((Return, 0, 0, NotPermitted));
        }

        // clone3 hides its flags in memory, which a filter cannot read; without it C libraries fall back to clone.
        program.Add((JumpEqual, 0, 1, Clone3));
        program.Add((Return, 0, 0, NoSystemCall));

        program.Add((JumpEqual, 0, 4, Clone));
        program.Add((LoadWord, 0, 0, FirstArgument));
        program.Add((JumpAnyBit, 0, 1, NewNamespaces));
        program.Add((Return, 0, 0, NotPermitted));
        program.Add((Return, 0, 0, Allow));

        program.Add((JumpEqual, 0, 5, Socket));
        program.Add((LoadWord, 0, 0, FirstArgument));
        program.Add((JumpEqual, 2, 0, 2 /* AF_INET */));
        program.Add((JumpEqual, 1, 0, 10 /* AF_INET6 */));
        program.Add((Return, 0, 0, NoAddressFamily));
        program.Add((Return, 0, 0, Allow));

        // Pushing characters into a terminal (CVE-2017-5226).
        program.Add((JumpEqual, 0, 4, Ioctl));
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
    }
}
