using System.Diagnostics;
using System.Text.RegularExpressions;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Mcp.Conformance;

/// <summary>The official MCP conformance suite (npm, pinned in Tests/Npm/mcp) against this server with the suite's fixtures.</summary>
public sealed partial class ConformanceTests
{
    [Theory]
    [InlineData("2026-07-28", 37)]
    [InlineData("2025-11-25", 30)]
    public async Task Suite_OfRevision_PassesEveryScoredScenario(string revision, int scenarios)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var folder = McpNpm.Folder();
        using var output = new TemporaryFolder();
        await using var host = AgentHost.With(null, Fixture.Add);
        host.UseKestrel(0);
        host.StartServer();
        var url = new Uri(host.ClientOptions.BaseAddress, "/mcp").ToString().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

        using var process = Process.Start(new ProcessStartInfo(
            McpNpm.Node(folder),
            [Path.Combine(folder, "node_modules/@modelcontextprotocol/conformance/dist/index.js"), "server", "--url", url, "--requirements", revision, "-o", Environment.GetEnvironmentVariable("LOCALAI_CONFORMANCE_RESULTS") ?? output.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = output.Path,
        })!;
        var text = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromMinutes(3), cancellationToken);
        var all = await text + await error;
        // The exit code counts scored scenarios only; the number of them guards against a suite that scores fewer.
        process.ExitCode.ShouldBe(0, all);
        Passed().Count(all[..all.IndexOf("Not scored", StringComparison.Ordinal)]).ShouldBeGreaterThanOrEqualTo(scenarios, all);
    }

    [GeneratedRegex(@"^✓ [a-z0-9-]+: [1-9]\d* passed, 0 failed", RegexOptions.Multiline)]
    private static partial Regex Passed();
}
