using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Tools;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Support;

/// <summary>
/// The service over a fresh workspace <c>ws</c>, a read-only one <c>docs</c>, and, outside both, <c>ws-evil</c> and a secret.
/// Without Postgres: only LOW and MEDIUM tools run.
/// </summary>
internal sealed class WorkspaceHost : IAsyncDisposable
{
    public const string Secret = "TOP-SECRET-7f3a";

    private readonly TemporaryFolder _folder = new();

    public WorkspaceHost(params (string Key, string Value)[] more)
        : this(null, more)
    {
    }

    public WorkspaceHost(Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? services, (string Key, string Value)[] more)
    {
        Root = Directory.CreateDirectory(Path.Combine(_folder.Path, "ws")).FullName;
        Docs = Directory.CreateDirectory(Path.Combine(_folder.Path, "docs")).FullName;
        Evil = Directory.CreateDirectory(Path.Combine(_folder.Path, "ws-evil")).FullName;
        File.WriteAllText(Path.Combine(Evil, "secret"), Secret);
        File.WriteAllText(Path.Combine(Root, "a.txt"), "hello\n");
        File.WriteAllText(Path.Combine(Docs, "guide.md"), "# Guide\n");
        Host = AgentHost.With(
            null,
            services,
            [
                ("Agent:Workspaces:0:Path", Root), ("Agent:Workspaces:0:Mode", "rw"), ("Agent:Workspaces:1:Path", Docs), ("Agent:Workspaces:1:Mode", "ro"),
                ("Agent:RateLimits:read_file:Limit", "100000"), ("Agent:RateLimits:write_file:Limit", "100000"), ("Agent:RateLimits:list_files:Limit", "100000"), .. more,
            ]);
    }

    public AgentHost Host { get; }

    public string Outside => _folder.Path;

    public string Root { get; }

    public string Docs { get; }

    public string Evil { get; }

    public Task<ToolOutcome> CallAsync(string tool, object arguments) =>
        Host.Get<ToolPipeline>().CallAsync(
            new ToolRequest(new Caller("amy", Roles.User, null, "rest", null), tool, Arguments.Of(arguments)), TestContext.Current.CancellationToken);

    public async Task<ToolResult> OkAsync(string tool, object arguments)
    {
        var outcome = await CallAsync(tool, arguments);
        outcome.Kind.ShouldBe(OutcomeKind.Ok, outcome.Message);
        return outcome.Result!;
    }

    /// <summary>A refusal or an error, with no path of the host and nothing of the secret in it.</summary>
    public async Task<ToolOutcome> NotOkAsync(string tool, object arguments)
    {
        var outcome = await CallAsync(tool, arguments);
        outcome.Kind.ShouldNotBe(OutcomeKind.Ok, outcome.Result?.Text);
        outcome.Kind.ShouldNotBe(OutcomeKind.Failed, outcome.Message);
        outcome.Message.ShouldNotBeNull();
        outcome.Message.ShouldNotContain(_folder.Path);
        outcome.Message.ShouldNotContain(Secret);
        return outcome;
    }

    /// <summary>As root, the sandbox runs as the workspace's owner: makes that somebody who is not root and may come in.</summary>
    public void OpenToSandbox()
    {
        if (Environment.UserName == "root")
        {
            using var give = System.Diagnostics.Process.Start("/bin/sh", ["-c", "chmod 755 \"$1\"; chown -R nobody \"$1/ws\" \"$1/docs\"", "sh", _folder.Path]);
            give.WaitForExit();
        }
    }

    public string[] Everything() => [.. Directory.GetFileSystemEntries(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, ReturnSpecialDirectories = false }).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}
