using LocalAi.AgentApi.Workspaces;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>Says whether execution tools can run, by running one; the answer is kept, since nothing about it changes while the service runs.</summary>
internal sealed class SandboxHealthCheck(SandboxRunner sandbox, WorkspaceList workspaces) : IHealthCheck
{
    private HealthCheckResult? _answer;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        _answer ??= await ProbeAsync(cancellationToken);

    private async Task<HealthCheckResult> ProbeAsync(CancellationToken cancellationToken)
    {
        if (sandbox.Missing is { } missing)
        {
            return HealthCheckResult.Degraded(missing);
        }

        try
        {
            var result = await sandbox.RunAsync(
                new SandboxCommand(["/bin/true"], new WorkspacePath(workspaces.All[0], "."), TimeSpan.FromSeconds(5)) { ReadOnly = true }, cancellationToken);
            return result.ExitCode == 0
                ? HealthCheckResult.Healthy(Native.EffectiveUser() == 0 ? "The service runs as root: sandboxed programs run as the workspace's owner, or as Agent:Sandbox:User." : null)
                : HealthCheckResult.Degraded("The sandbox does not start: " + result.Error.Split('\n')[0]);
        }
        catch (Exception away) when (away is SandboxUnavailableException or Tools.ToolException or System.ComponentModel.Win32Exception)
        {
            return HealthCheckResult.Degraded(away.Message);
        }
    }
}
