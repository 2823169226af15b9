using System.Diagnostics;
using System.Text.Json;
using LocalAi.AgentApi;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Mcp;

/// <summary>The service as a child process that speaks MCP on its standard streams.</summary>
public sealed class StdioTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stdio_SessionAndStateless_Answer_AndTheProcessEndsWithItsInput()
    {
        using var home = new TemporaryFolder();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(AgentOptions).Assembly.Location, "--stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home.Path,
            Environment = { ["HOME"] = home.Path, ["Agent__Workspaces__0__Path"] = home.Path, ["Agent__Workspaces__0__Name"] = "home" },
        })!;
        process.BeginErrorReadLine();
        home.File("a.txt", "hello");

        (await AskAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"""))
            .GetProperty("result").GetProperty("serverInfo").GetProperty("name").GetString().ShouldBe("localai");
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        (await AskAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{}}""")).GetRawText().ShouldContain("read_file");
        (await AskAsync("""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"read_file","arguments":{"path":"a.txt"}}}""")).GetRawText().ShouldContain("hello");
        (await AskAsync("""{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"read_file","arguments":{"path":"../x"}}}""")).GetRawText().ShouldContain("\"isError\":true");

        process.StandardInput.Close();
        await process.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        process.ExitCode.ShouldBe(0);

        async Task<JsonElement> AskAsync(string message)
        {
            await process.StandardInput.WriteLineAsync(message);
            var line = await process.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token);
            return JsonElement.Parse(line!);
        }
    }
}
