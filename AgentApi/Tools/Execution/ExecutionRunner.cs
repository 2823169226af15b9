using System.Globalization;
using System.Text.Json;
using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Tools.Web.Addresses;
using LocalAi.AgentApi.Tools.Web.Proxy;
using LocalAi.AgentApi.Workspaces;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Tools.Execution;

/// <summary>Runs the execution tools' programs in the sandbox, with network when the approved call asked for it: by a proxy that reaches public addresses only.</summary>
internal sealed class ExecutionRunner(SandboxRunner sandbox, WorkspaceList workspaces, AddressGuard guard, IOptions<AgentOptions> options, ILogger<ExecutionRunner> logger)
{
    private const int DefaultSeconds = 60;
    private const int MostNamed = 10;

    public string? Unavailable => sandbox.Missing;

    public string? UnavailableFor(ToolDefinition tool, JsonElement arguments) =>
        sandbox.Missing is { } missing ? missing
        : !tool.WantsNetwork(arguments) ? null
        : options.Value.Sandbox.Network == "off" ? "Network for sandboxed programs is turned off (Agent:Sandbox:Network)."
        : SandboxNetwork.Missing;

    public async Task<ToolResult> RunAsync(ToolDefinition tool, ToolInvocation invocation, IReadOnlyList<string> program, CancellationToken cancellationToken)
    {
        var folder = workspaces.Resolve(invocation.TextOrNull("working_dir") ?? ".", null);
        var command = new SandboxCommand(program, folder, TimeSpan.FromSeconds(invocation.Number("timeout_seconds", DefaultSeconds)));
        try
        {
            if (!tool.WantsNetwork(invocation.Arguments))
            {
                return ExecutionResult.Tell(await sandbox.RunAsync(command, cancellationToken));
            }

            var traffic = new WebTraffic((long)options.Value.Sandbox.NetworkMb << 20);
            var result = ExecutionResult.Tell(await sandbox.RunAsync(command with { Network = listener => new WebProxy(listener, guard, traffic, logger) }, cancellationToken));

            // What came from outside is data, whatever the program made of it.
            var told = Tell(traffic);
            return result with { Text = $"{result.Text}\n[{told}]", Untrusted = true, AuditDetail = told };
        }
        catch (SandboxUnavailableException missing)
        {
            throw new ToolException(missing.Message, missing);
        }
    }

    private static string Tell(WebTraffic traffic)
    {
        var reached = traffic.Reached.Count == 0 ? "nothing" : string.Join(", ", traffic.Reached.Take(MostNamed)) + (traffic.Reached.Count > MostNamed ? " …" : "");
        var blocked = traffic.Blocked.Select(b => b.Reason).Distinct(StringComparer.Ordinal).Take(MostNamed).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"network: reached {reached}; {traffic.Bytes} bytes")
            + (blocked.Count == 0 ? "" : "; not reached: " + string.Join(" ", blocked));
    }
}
