using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi;

internal sealed class AgentOptionsValidator : IValidateOptions<AgentOptions>
{
    public ValidateOptionsResult Validate(string? name, AgentOptions options)
    {
        var failures = new OptionFailures(AgentOptions.Section);
        failures.OneOf(nameof(options.SecurityMode), options.SecurityMode, "development", "production");
        failures.Range(nameof(options.MaxResultBytes), options.MaxResultBytes, 4096, 64 * 1024);
        failures.Range(nameof(options.MaxArgumentBytes), options.MaxArgumentBytes, 1024, 8 << 20);
        failures.Range(nameof(options.ContextTokens), options.ContextTokens, 1000, 1_000_000);
        failures.Range("Approvals:ExpireSeconds", options.Approvals.ExpireSeconds, 10, 86_400);
        failures.Range("Approvals:MaxPendingPerUser", options.Approvals.MaxPendingPerUser, 1, 10_000);
        failures.Range("Concurrency:Low", options.Concurrency.Low, 1, 1000);
        failures.Range("Concurrency:Medium", options.Concurrency.Medium, 1, 1000);
        failures.Range("Concurrency:High", options.Concurrency.High, 1, 1000);
        failures.Range("Concurrency:Critical", options.Concurrency.Critical, 1, 1000);
        failures.Range("Concurrency:MaxWaitSeconds", options.Concurrency.MaxWaitSeconds, 0, 300);
        failures.Range("Mcp:MaxRequestBytes", options.Mcp.MaxRequestBytes, 64 * 1024, 16 << 20);
        failures.Range("Mcp:MaxSessions", options.Mcp.MaxSessions, 1, 100_000);
        failures.Range("Mcp:IdleMinutes", options.Mcp.IdleMinutes, 1, 1440);
        failures.Range("Mcp:ProgressSeconds", options.Mcp.ProgressSeconds, 1, 60);
        CheckSandbox(options.Sandbox, failures);
        Tools.Web.WebOptionsCheck.Check(options.Web, failures);
        foreach (var (tool, limit) in options.RateLimits)
        {
            failures.Range($"RateLimits:{tool}:Limit", limit.Limit, 1, 100_000);
            failures.Range($"RateLimits:{tool}:WindowSeconds", limit.WindowSeconds, 1, 86_400);
            failures.Range($"RateLimits:{tool}:Burst", limit.Burst, 0, 100_000);
        }

        CheckWorkspaces(options, failures);
        return failures.Result;
    }

    private static void CheckSandbox(Sandbox.SandboxOptions sandbox, OptionFailures failures)
    {
        failures.OneOf("Sandbox:Network", sandbox.Network, "ask", "off");
        failures.Range("Sandbox:NetworkMb", sandbox.NetworkMb, 1, 4096);
        failures.Range("Sandbox:MemoryMb", sandbox.MemoryMb, 64, 65_536);
        failures.Range("Sandbox:ProcessMemoryMb", sandbox.ProcessMemoryMb, 64, 65_536);
        failures.Range("Sandbox:MaxProcesses", sandbox.MaxProcesses, 4, 4096);
        failures.Range("Sandbox:MaxFileMb", sandbox.MaxFileMb, 1, 4096);
        failures.Range("Sandbox:MaxDiskMb", sandbox.MaxDiskMb, 16, 65_536);
        failures.Range("Sandbox:MaxOutputBytes", sandbox.MaxOutputBytes, 16 * 1024, 16 << 20);
        failures.Range("Sandbox:MaxSeconds", sandbox.MaxSeconds, 1, 3600);
    }

    private static void CheckWorkspaces(AgentOptions options, OptionFailures failures)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < options.Workspaces.Length; i++)
        {
            var workspace = options.Workspaces[i];
            if (!Path.IsPathFullyQualified(workspace.Path))
            {
                failures.Add($"Workspaces:{i}:Path", workspace.Path, "an absolute path");
            }
            else if (Path.TrimEndingDirectorySeparator(Path.GetFullPath(workspace.Path)) is "/" or "/etc" or "/proc" or "/sys" or "/dev" or "/home" or "/root" or "/usr" or "/var")
            {
                failures.Add($"Workspaces:{i}:Path", workspace.Path, "a folder of your own, never a whole system or home");
            }

            failures.OneOf($"Workspaces:{i}:Mode", workspace.Mode, "ro", "rw");
            if (!names.Add(workspace.NameOrFolder))
            {
                failures.Add($"Workspaces:{i}:Name", workspace.NameOrFolder, "a name no other workspace has");
            }
        }
    }
}
