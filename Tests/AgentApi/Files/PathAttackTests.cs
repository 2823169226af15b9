using System.Diagnostics;
using LocalAi.AgentApi.Pipeline;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Files;

/// <summary>Ways out of a workspace that worked on other tool servers. Each is refused, leaves nothing behind and tells nothing of the host.</summary>
public sealed class PathAttackTests : IAsyncLifetime
{
    private WorkspaceHost _ws = null!;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "openat2 is Linux.");
        _ws = new WorkspaceHost();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _ws.DisposeAsync();

    public static TheoryData<string> Outside => new(
        "../ws-evil/secret", "../../etc/passwd", "/etc/passwd", "/etc/shadow", "a/../../ws-evil/secret", "./../ws-evil/secret", ".//..//ws-evil/secret", "sub/../../ws-evil/secret",
        "{root}/../ws-evil/secret", "{root}-evil/secret", "{root}//../ws-evil/secret", "{root}/./../ws-evil/secret", "{root}/../../../../../../etc/passwd", "{evil}/secret",
        "ws:../ws-evil/secret", "docs:../ws-evil/secret", "docs:/etc/passwd", "ws:/etc/passwd", "ws://etc/passwd", "nothing:../ws-evil/secret",
        "%2e%2e/ws-evil/secret", "%2E%2E%2Fws-evil/secret", "..%2fws-evil%2fsecret", "..%5cws-evil", "..\\ws-evil\\secret", "..\\..\\etc\\passwd", "C:\\Windows\\win.ini", "\\\\host\\share",
        "a.txt\0", "\0", "../ws-evil/secret\0.txt", "a\n.txt", "a\u001b[2J.txt", "a\r", "\u007f",
        "~", "~/x", "~root/.bashrc", "$HOME/.bashrc", "${HOME}/.bashrc", "$PWD/../ws-evil/secret",
        "/proc/self/environ", "/proc/self/root/etc/passwd", "/proc/1/environ", "/proc/self/cwd/../x", "/dev/zero", "/dev/stdin", "/sys/kernel/notes", "/dev/fd/0", "/",
        "．．/ws-evil/secret", "‥/ws-evil/secret", "․․/ws-evil/secret", "..／ws-evil／secret", "..⁄ws-evil", "a\u200b/../../ws-evil/secret", "\u202e../ws-evil/secret", "..\u00ad/ws-evil/secret",
        "//etc/passwd", "///etc/passwd", "file:///etc/passwd", "file://{root}/../ws-evil/secret", "http://127.0.0.1/x", "//host/share/x", "", " ");

    [Theory]
    [MemberData(nameof(Outside))]
    public async Task Path_LeadingOut_IsRefusedByEveryFileTool(string path)
    {
        path = path.Replace("{root}", _ws.Root, StringComparison.Ordinal).Replace("{evil}", _ws.Evil, StringComparison.Ordinal);
        var before = _ws.Everything();

        await _ws.NotOkAsync("read_file", new { path });
        await _ws.NotOkAsync("list_files", new { path });
        await _ws.NotOkAsync("search_files", new { path, query = "SECRET" });
        if (!path.StartsWith("..⁄", StringComparison.Ordinal) && path != " " && !path.StartsWith("nothing:", StringComparison.Ordinal))
        {
            await _ws.NotOkAsync("write_file", new { path, content = "pwned" });
            await _ws.NotOkAsync("create_directory", new { path });
        }

        _ws.Everything().ShouldBe(before);
        File.ReadAllText(Path.Combine(_ws.Evil, "secret")).ShouldBe(WorkspaceHost.Secret);
    }

    [Theory]
    [InlineData("../ws-evil")]
    [InlineData("/etc")]
    [InlineData("..")]
    [InlineData("/")]
    [InlineData("~")]
    [InlineData("{root}/../ws-evil")]
    [InlineData("{root}-evil")]
    public async Task WorkingDirectory_LeadingOut_IsRefused(string directory)
    {
        directory = directory.Replace("{root}", _ws.Root, StringComparison.Ordinal);
        await _ws.NotOkAsync("read_file", new { path = "secret", working_dir = directory });
        await _ws.NotOkAsync("write_file", new { path = "new", content = "x", working_dir = directory });
        await _ws.NotOkAsync("list_files", new { path = ".", working_dir = directory });
    }

    [Fact]
    public async Task Name_OfThreeHundredCharacters_IsRefused()
    {
        await _ws.NotOkAsync("read_file", new { path = new string('n', 300) });
        await _ws.NotOkAsync("write_file", new { path = new string('n', 300), content = "x" });
        await _ws.NotOkAsync("read_file", new { path = string.Concat(Enumerable.Repeat("d/", 3000)) });
    }

    [Theory]
    [InlineData("absolute", "{evil}/secret")]
    [InlineData("relative", "../ws-evil/secret")]
    [InlineData("passwd", "/etc/passwd")]
    [InlineData("proc", "/proc/self/environ")]
    [InlineData("magic", "/proc/self/root/etc/passwd")]
    [InlineData("up", "..")]
    [InlineData("long", "./././../ws-evil/../ws-evil/secret")]
    public async Task Link_LeadingOut_IsRefused(string name, string target)
    {
        File.CreateSymbolicLink(Path.Combine(_ws.Root, name), target.Replace("{evil}", _ws.Evil, StringComparison.Ordinal));

        await _ws.NotOkAsync("read_file", new { path = name });
        await _ws.NotOkAsync("write_file", new { path = name, content = "pwned" });
        await _ws.NotOkAsync("write_file", new { path = name, content = "pwned", mode = "append" });
        await _ws.NotOkAsync("read_file", new { path = name + "/secret" });
        await _ws.NotOkAsync("list_files", new { path = name });
        File.ReadAllText(Path.Combine(_ws.Evil, "secret")).ShouldBe(WorkspaceHost.Secret);
    }

    [Fact]
    public async Task Link_FolderLeadingOut_IsNeitherListedNorSearchedNorWritten()
    {
        Directory.CreateSymbolicLink(Path.Combine(_ws.Root, "door"), _ws.Evil);

        (await _ws.OkAsync("list_files", new { path = ".", depth = 5 })).Text.ShouldNotContain("secret");
        (await _ws.OkAsync("search_files", new { query = "SECRET" })).Text.ShouldBe("(no line matches)");
        await _ws.NotOkAsync("write_file", new { path = "door/new.txt", content = "x" });
        await _ws.NotOkAsync("create_directory", new { path = "door/new" });
        await _ws.NotOkAsync("read_file", new { path = "x", working_dir = "door" });
        Directory.GetFileSystemEntries(_ws.Evil).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Link_ChainLeadingOut_IsRefused()
    {
        File.CreateSymbolicLink(Path.Combine(_ws.Root, "one"), "two");
        File.CreateSymbolicLink(Path.Combine(_ws.Root, "two"), "three");
        File.CreateSymbolicLink(Path.Combine(_ws.Root, "three"), "../ws-evil/secret");
        await _ws.NotOkAsync("read_file", new { path = "one" });
    }

    [Fact]
    public async Task Link_Loop_IsRefused()
    {
        File.CreateSymbolicLink(Path.Combine(_ws.Root, "loop"), "loop");
        await _ws.NotOkAsync("read_file", new { path = "loop" });
    }

    [Fact]
    public async Task Link_DanglingOutside_IsNotWrittenThrough()
    {
        var target = Path.Combine(_ws.Evil, "new");
        File.CreateSymbolicLink(Path.Combine(_ws.Root, "dangling"), target);
        foreach (var mode in (string[])["overwrite", "create", "append"])
        {
            await _ws.NotOkAsync("write_file", new { path = "dangling", content = "pwned", mode });
        }

        File.Exists(target).ShouldBeFalse();
    }

    [Fact]
    public async Task Link_Inside_IsReadButNotWritten()
    {
        File.CreateSymbolicLink(Path.Combine(_ws.Root, "alias"), "a.txt");
        (await _ws.OkAsync("read_file", new { path = "alias" })).Text.ShouldBe("hello\n");
        await _ws.NotOkAsync("write_file", new { path = "alias", content = "x" });
    }

    [Theory]
    [InlineData(".env")]
    [InlineData(".git/config")]
    [InlineData("server.pem")]
    public async Task Link_ToAProtectedName_IsRefused(string target)
    {
        var path = Path.Combine(_ws.Root, target);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, WorkspaceHost.Secret);
        File.CreateSymbolicLink(Path.Combine(_ws.Root, "innocent.txt"), target);
        Directory.CreateSymbolicLink(Path.Combine(_ws.Root, "folder"), Path.GetDirectoryName(target) is { Length: > 0 } parent ? parent : ".");

        await _ws.NotOkAsync("write_file", new { path = "innocent.txt", content = "pwned" });
        await _ws.NotOkAsync("write_file", new { path = "folder/" + Path.GetFileName(target), content = "pwned" });
        if (target != ".git/config")
        {
            await _ws.NotOkAsync("read_file", new { path = "innocent.txt" });
            await _ws.NotOkAsync("read_file", new { path = target });
            await _ws.NotOkAsync("read_file", new { path = "folder/" + target });
            (await _ws.OkAsync("search_files", new { query = "SECRET" })).Text.ShouldBe("(no line matches)");
            (await _ws.OkAsync("list_files", new { depth = 3 })).Text.ShouldNotContain(target);
        }

        File.ReadAllText(path).ShouldBe(WorkspaceHost.Secret);
    }

    [Fact]
    public async Task HardLink_ToAFileOutside_IsRefused()
    {
        (await RunAsync("ln", Path.Combine(_ws.Evil, "secret"), Path.Combine(_ws.Root, "hard"))).ShouldBe(0);
        await _ws.NotOkAsync("read_file", new { path = "hard" });
        await _ws.NotOkAsync("write_file", new { path = "hard", content = "pwned" });
        await _ws.NotOkAsync("write_file", new { path = "hard", content = "pwned", mode = "append" });
        (await _ws.OkAsync("search_files", new { query = "SECRET" })).Text.ShouldBe("(no line matches)");
        File.ReadAllText(Path.Combine(_ws.Evil, "secret")).ShouldBe(WorkspaceHost.Secret);
    }

    [Fact]
    public async Task Pipe_IsRefusedAtOnce()
    {
        (await RunAsync("mkfifo", Path.Combine(_ws.Root, "pipe"))).ShouldBe(0);
        (await _ws.NotOkAsync("read_file", new { path = "pipe" })).Kind.ShouldBe(OutcomeKind.Refused);
        await _ws.NotOkAsync("write_file", new { path = "pipe", content = "x" });
        await _ws.NotOkAsync("write_file", new { path = "pipe", content = "x", mode = "append" });
        (await _ws.OkAsync("search_files", new { query = "hello" })).Text.ShouldContain("a.txt:1");
    }

    [Fact]
    public async Task Socket_IsRefused()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(_ws.Root, "s")));
        await _ws.NotOkAsync("read_file", new { path = "s" });
        await _ws.NotOkAsync("write_file", new { path = "s", content = "x" });
    }

    [Theory]
    [InlineData("mknod", "null", "c", "1", "3")]
    [InlineData("mknod", "zero", "c", "1", "5")]
    public async Task Device_IsRefused(string program, string name, string type, string major, string minor)
    {
        Assert.SkipUnless(await RunAsync(program, Path.Combine(_ws.Root, name), type, major, minor) == 0, "Devices can only be made by root.");
        await _ws.NotOkAsync("read_file", new { path = name });
        await _ws.NotOkAsync("write_file", new { path = name, content = "x" });
    }

    [Fact]
    public async Task Mount_InsideTheRoot_IsNotEntered()
    {
        var point = Directory.CreateDirectory(Path.Combine(_ws.Root, "mounted")).FullName;
        Assert.SkipUnless(await RunAsync("mount", "--bind", _ws.Evil, point) == 0, "Mounting needs root and CAP_SYS_ADMIN.");
        try
        {
            await _ws.NotOkAsync("read_file", new { path = "mounted/secret" });
            await _ws.NotOkAsync("write_file", new { path = "mounted/new", content = "x" });
        }
        finally
        {
            await RunAsync("umount", point);
        }
    }

    [Theory]
    [InlineData(".git/hooks/pre-commit")]
    [InlineData(".git/config")]
    [InlineData(".GIT/config")]
    [InlineData(".Git/HOOKS/x")]
    [InlineData("sub/.git/config")]
    [InlineData(".git")]
    [InlineData(".gitmodules")]
    [InlineData(".gitattributes")]
    [InlineData(".bashrc")]
    [InlineData(".BASHRC")]
    [InlineData(".profile")]
    [InlineData(".mcp.json")]
    [InlineData(".vscode/tasks.json")]
    [InlineData(".idea/x")]
    [InlineData(".env")]
    [InlineData(".env.local")]
    [InlineData(".envrc")]
    [InlineData(".ssh/authorized_keys")]
    [InlineData(".npmrc")]
    [InlineData(".claude/settings.json")]
    [InlineData(".cursor/mcp.json")]
    [InlineData("．git/config")]
    public async Task ProtectedName_NotThereYet_IsNotWritten(string path)
    {
        Directory.CreateDirectory(Path.Combine(_ws.Root, Path.GetDirectoryName(path)!));
        var before = _ws.Everything();
        foreach (var mode in (string[])["overwrite", "create", "append"])
        {
            (await _ws.NotOkAsync("write_file", new { path, content = "pwned", mode })).Kind.ShouldBe(OutcomeKind.Refused);
        }

        await _ws.NotOkAsync("create_directory", new { path });
        await _ws.NotOkAsync("write_file", new { path = "x/../" + path, content = "pwned" });
        _ws.Everything().ShouldBe(before);
    }

    [Theory]
    [InlineData("docs:new.md")]
    [InlineData("docs:guide.md")]
    [InlineData("{docs}/guide.md")]
    public async Task ReadOnlyWorkspace_IsNotWritten(string path)
    {
        path = path.Replace("{docs}", _ws.Docs, StringComparison.Ordinal);
        foreach (var mode in (string[])["overwrite", "create", "append"])
        {
            await _ws.NotOkAsync("write_file", new { path, content = "x", mode });
        }

        await _ws.NotOkAsync("create_directory", new { path = "docs:new" });
        (await _ws.OkAsync("read_file", new { path = "docs:guide.md" })).Text.ShouldBe("# Guide\n");
        Directory.GetFileSystemEntries(_ws.Docs).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("a.txt/")]
    [InlineData("a.txt/x")]
    [InlineData("a.txt/..")]
    [InlineData("missing/x")]
    [InlineData(".")]
    [InlineData("x/..")]
    public async Task File_NotNamed_IsNotWritten(string path) => await _ws.NotOkAsync("write_file", new { path, content = "x" });

    [Fact]
    public async Task Message_OfAnyError_HasNoPathOfTheHost()
    {
        foreach (var path in (string[])["missing", "missing/below", "a.txt/below", _ws.Root + "/missing"])
        {
            (await _ws.NotOkAsync("read_file", new { path })).Message!.ShouldContain("ws:");
        }
    }

    [Theory]
    [InlineData("; id")]
    [InlineData("$(id)")]
    [InlineData("`id`")]
    [InlineData("a | b")]
    [InlineData("a && b")]
    [InlineData("--output=x")]
    [InlineData("-rf")]
    [InlineData("*")]
    public async Task Name_WithShellCharacters_IsOnlyAName(string path)
    {
        await _ws.OkAsync("write_file", new { path, content = "x" });
        Directory.GetFiles(_ws.Root).ShouldContain(Path.Combine(_ws.Root, path));
        (await _ws.OkAsync("read_file", new { path })).Text.ShouldBe("x");
        (await _ws.OkAsync("search_files", new { query = path })).Text.ShouldBe("(no line matches)");
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
