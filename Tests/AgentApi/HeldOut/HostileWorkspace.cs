using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.HeldOut;

/// <summary>The service, with a database, over a workspace full of traps; what must stay untouched lies beside it.</summary>
[SupportedOSPlatform("linux")]
internal sealed class HostileWorkspace : IAsyncDisposable
{
    public const string Secret = "HELDOUT-SECRET-51c9";

    private static readonly string[] Tools = ["read_file", "list_files", "write_file", "search_files", "create_directory", "git_log", "git_diff", "git_add", "git_status", "git_commit", "execute_bash", "execute_python"];

    private readonly TemporaryFolder _folder = new();

    private HostileWorkspace(string connection)
    {
        Root = Make("ws");
        Docs = Make("docs");
        Evil = Make("ws-evil");
        File.WriteAllText(Path.Combine(Evil, "secret"), Secret);
        File.WriteAllText(Path.Combine(Docs, "guide.md"), "# Guide\n");
        File.WriteAllText(Path.Combine(Root, "a.txt"), "hello\n");
        File.WriteAllText(Path.Combine(Root, ".env"), Secret);
        Make("ws/sub");
        Make("ws/keys");
        File.WriteAllText(Path.Combine(Root, "keys", "server.pem"), Secret);
        Link("out", "../ws-evil");
        Link("etc", "/etc");
        Link("chain1", "chain2");
        Link("chain2", "sub/../../ws-evil/secret");
        Link("loop", "loop");
        Link("ping", "pong");
        Link("pong", "ping");
        Link("proc", "/proc/self");
        Link("dangling", "../ws-evil/not-yet");
        Make("ws/gitfile");
        File.WriteAllText(Path.Combine(Root, "gitfile", ".git"), "gitdir: ../../ws-evil/.git\n");
        Shell("ln ../ws-evil/secret hard && mkfifo pipe && git -C ../ws-evil init -q && git -C ../docs init -q && git init -q -b main repo && cd repo && echo one > file.txt && git add . && git -c user.name=t -c user.email=t@x commit -q -m first && echo two >> file.txt");
        Shell("cd .. && chmod 755 . && [ \"$(id -u)\" != 0 ] || chown -hR nobody .");
        Host = AgentHost.With(
            connection,
            null,
            [
                ("Agent:Workspaces:0:Path", Root), ("Agent:Workspaces:0:Mode", "rw"), ("Agent:Workspaces:0:Name", "ws"),
                ("Agent:Workspaces:1:Path", Docs), ("Agent:Workspaces:1:Mode", "ro"), ("Agent:Workspaces:1:Name", "docs"),
                .. Tools.Select(tool => ($"Agent:RateLimits:{tool}:Limit", "100000")),
            ]);
    }

    public AgentHost Host { get; }

    public string Root { get; }

    public string Docs { get; }

    public string Evil { get; }

    /// <summary>The folder of all this: no message may name it.</summary>
    public string Outside => _folder.Path;

    public static async Task<HostileWorkspace> StartAsync(PostgresServer postgres, CancellationToken cancellationToken)
    {
        var workspace = new HostileWorkspace(await postgres.CreateDatabaseAsync(cancellationToken));
        await workspace.Host.Get<LocalAi.ServiceDefaults.Postgres.Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
        return workspace;
    }

    public string Fill(string json) => json
        .Replace("{ROOT}", Root, StringComparison.Ordinal).Replace("{EVIL}", Evil, StringComparison.Ordinal).Replace("{DOCS}", Docs, StringComparison.Ordinal)
        .Replace("{LONGQUERY}", new string('q', 1001), StringComparison.Ordinal).Replace("{LONG}", new string('n', 300), StringComparison.Ordinal)
        .Replace("{DEEP}", string.Concat(Enumerable.Repeat("d/", 2100)), StringComparison.Ordinal);

    /// <summary>Every entry inside and outside the workspaces with what it is and holds.</summary>
    public IReadOnlyList<string> Everything()
    {
        List<string> entries = [];
        Walk(_folder.Path);
        return entries;

        // Not by the framework's recursion: it walks through links, here into /proc.
        void Walk(string folder)
        {
            foreach (var path in Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal))
            {
                entries.Add(Describe(path));
                if (new FileInfo(path).LinkTarget is null && Directory.Exists(path))
                {
                    Walk(path);
                }
            }
        }
    }

    public void Shell(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = Root, RedirectStandardError = true })!;
        var complaint = shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        shell.ExitCode.ShouldBe(0, complaint);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    private static string Describe(string path)
    {
        var entry = new FileInfo(path);
        var content = entry.LinkTarget is { } target ? "-> " + target
            : Directory.Exists(path) ? "/"
            : Path.GetFileName(path) == "pipe" ? "|"
            : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        return $"{path} {content}";
    }

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;

    private void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(Root, name), target);
}
