using System.Globalization;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>Whom a sandboxed program runs as. A service that runs as root drops to somebody else, or does not run it.</summary>
internal static class SandboxUser
{
    /// <summary>The words before the command that change the user; empty when this service is not root.</summary>
    /// <exception cref="SandboxUnavailableException">There is nobody to drop to.</exception>
    public static IReadOnlyList<string> Prefix(uint workspaceOwner, string fallback)
    {
        if (Native.EffectiveUser() != 0)
        {
            return [];
        }

        var user = workspaceOwner != 0 ? workspaceOwner : Find(fallback);
        var id = user.ToString(CultureInfo.InvariantCulture);
        return ["/usr/bin/setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups", "--no-new-privs", "--"];
    }

    private static uint Find(string name)
    {
        var line = File.ReadLines("/etc/passwd").Select(l => l.Split(':')).FirstOrDefault(l => l.Length > 2 && l[0] == name);
        return line is not null && uint.TryParse(line[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != 0
            ? id
            : throw new SandboxUnavailableException($"This service runs as root and there is no user '{name}' to drop to; set Agent:Sandbox:User.");
    }
}
