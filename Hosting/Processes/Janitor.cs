using System.Diagnostics;

namespace LocalAi.Hosting.Processes;

/// <summary>
/// A shell that sleeps on a pipe of the host and does nothing else. When the host is killed, the pipe closes and it ends what the parent-death signal
/// does not reach: processes that the children started. When the host ends in good order, it deletes the registry first and the janitor just exits.
/// </summary>
internal static class Janitor
{
    // $1: the registry file (ProcessRegistry). grep -l finds the host's id in the environment of processes that left their group and cgroup.
    private const string Script = """
        while read -r _; do :; done
        [ -e "$1" ] || exit 0
        read -r _ host < "$1"
        for _ in 1 2 3; do
          { read -r _; while read -r pid ticks groups _; do
            stat=$(cat "/proc/$pid/stat" 2>/dev/null) && set -- "$1" ${stat##*) } && [ "${21}" = "$ticks" ] && kill -KILL -- "-$pid"
            old=$IFS; IFS=:
            for group in $groups; do [ "$group" = - ] || for member in $(find "$group" -name cgroup.procs -exec cat {} +); do IFS=$old; kill -KILL $member; done; done
            IFS=$old
          done; } < "$1" 2>/dev/null
          for file in $(grep -ls "LOCALAI_HOST_ID=$host" /proc/[0-9]*/environ 2>/dev/null); do
            pid=${file#/proc/}; kill -KILL "${pid%/environ}" 2>/dev/null
          done
          sleep 0.1
        done
        """;

    /// <summary>Keep the process; disposing of its standard input lets it end.</summary>
    public static ProcessStartInfo Start(string registryFile)
    {
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script, "localai-janitor", registryFile])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Remove(ProcessRegistry.HostVariable);
        return start;
    }
}
