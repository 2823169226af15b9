namespace LocalAi.Hosting.Limits;

/// <summary>Picks the strongest limits this machine gives us.</summary>
internal static class LimitDetection
{
    private const string UnifiedRoot = "/sys/fs/cgroup";

    public static ILimitEnforcer Detect(string hostId, bool wanted)
    {
        if (!wanted)
        {
            return new AdvisoryLimits("Host:Limits is 'advisory'.");
        }

        if (!OperatingSystem.IsLinux())
        {
            return new AdvisoryLimits("this platform has no cgroups.");
        }

        var own = Cgroup.ReadText("/proc/self/cgroup") ?? "";
        var unified = own.Split('\n').FirstOrDefault(l => l.StartsWith("0::", StringComparison.Ordinal));
        if (unified is not null && File.Exists(UnifiedRoot + "/cgroup.controllers") && CgroupV2.TryCreate(hostId, UnifiedRoot, unified[3..]) is { } second)
        {
            return second;
        }

        return (ILimitEnforcer?)CgroupV1.TryCreate(hostId, Cgroup.ReadText("/proc/mounts") ?? "", own)
            ?? new AdvisoryLimits("no cgroup may be written. Under systemd, delegate them to your user (Delegate=yes), or start LocalAi with 'systemd-run --user --scope'.");
    }
}
