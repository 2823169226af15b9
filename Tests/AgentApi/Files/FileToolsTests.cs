using System.Runtime.Versioning;
using System.Text;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Files;

[SupportedOSPlatform("linux")]
public sealed class FileToolsTests : IAsyncLifetime
{
    private WorkspaceHost _ws = null!;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "openat2 is Linux.");
        _ws = new WorkspaceHost();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _ws.DisposeAsync();

    [Fact]
    public async Task ReadFile_InParts_GivesTheWhole()
    {
        var whole = string.Concat(Enumerable.Range(1, 4500).Select(i => $"line {i}\n"));
        await File.WriteAllTextAsync(Path.Combine(_ws.Root, "long.txt"), whole, TestContext.Current.CancellationToken);

        var first = await _ws.OkAsync("read_file", new { path = "long.txt" });
        first.Truncated.ShouldBeTrue();
        first.Text.ShouldContain("line 2000\n[more lines follow; continue with offset 2001]");
        var last = await _ws.OkAsync("read_file", new { path = "long.txt", cursor = "line:4001" });
        last.Truncated.ShouldBeFalse();
        last.Text.ShouldStartWith("line 4001\n");
        last.Text.ShouldEndWith("line 4500\n");
        (await _ws.OkAsync("read_file", new { path = "long.txt", offset = 10, limit = 1 })).Text.ShouldStartWith("line 10\n[");
        (await _ws.NotOkAsync("read_file", new { path = "long.txt", offset = 9999 })).Message!.ShouldContain("4501 lines");
    }

    [Fact]
    public async Task ReadFile_Encodings_AreReadAsText()
    {
        var korean = CodePagesEncodingProvider.Instance.GetEncoding(949)!;
        await File.WriteAllBytesAsync(Path.Combine(_ws.Root, "cp949.txt"), korean.GetBytes("한국어 문서"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_ws.Root, "utf16.txt"), "한국어 문서", Encoding.Unicode, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_ws.Root, "bom.txt"), "한국어 문서", new UTF8Encoding(true), TestContext.Current.CancellationToken);
        foreach (var path in (string[])["cp949.txt", "utf16.txt", "bom.txt"])
        {
            (await _ws.OkAsync("read_file", new { path })).Text.ShouldBe("한국어 문서");
        }
    }

    [Fact]
    public async Task ReadFile_Binary_SaysSo()
    {
        await File.WriteAllBytesAsync(Path.Combine(_ws.Root, "b"), [1, 0, 2], TestContext.Current.CancellationToken);
        (await _ws.NotOkAsync("read_file", new { path = "b" })).Message!.ShouldContain("binary (3 bytes)");
    }

    [Fact]
    public async Task ReadFile_EscapesAndTags_AreTakenOut()
    {
        await File.WriteAllTextAsync(Path.Combine(_ws.Root, "e"), "a\u001b[31mred\U000E0041\u202e", TestContext.Current.CancellationToken);
        (await _ws.OkAsync("read_file", new { path = "e" })).Text.ShouldBe("a[31mred");
    }

    [Fact]
    public async Task Paths_OfEveryForm_MeanTheSameFile()
    {
        foreach (var path in (string[])["a.txt", "./a.txt", "ws:a.txt", Path.Combine(_ws.Root, "a.txt"), _ws.Root + "//a.txt"])
        {
            (await _ws.OkAsync("read_file", new { path })).Text.ShouldBe("hello\n");
        }

        (await _ws.OkAsync("read_file", new { path = "guide.md", working_dir = "docs:" })).Text.ShouldBe("# Guide\n");
        (await _ws.OkAsync("read_file", new { path = "guide.md", working_dir = _ws.Docs })).Text.ShouldBe("# Guide\n");
    }

    [Fact]
    public async Task Workspace_BehindALink_IsFoundByBothPaths()
    {
        var link = Path.Combine(_ws.Outside, "link");
        Directory.CreateSymbolicLink(link, _ws.Docs);
        await using var host = new WorkspaceHost(("Agent:Workspaces:2:Path", link));

        (await host.OkAsync("read_file", new { path = link + "/guide.md" })).Text.ShouldBe("# Guide\n");
        (await host.OkAsync("read_file", new { path = _ws.Docs + "/guide.md" })).Text.ShouldBe("# Guide\n");
    }

    [Fact]
    public async Task WriteFile_Modes_DoWhatTheySay()
    {
        (await _ws.OkAsync("write_file", new { path = "n.txt", content = "한", mode = "create" })).Text.ShouldBe("Created ws:n.txt (3 bytes).");
        (await _ws.NotOkAsync("write_file", new { path = "n.txt", content = "x", mode = "create" })).Message!.ShouldContain("exists already");
        await _ws.OkAsync("write_file", new { path = "n.txt", content = "글", mode = "append" });
        (await _ws.OkAsync("read_file", new { path = "n.txt" })).Text.ShouldBe("한글");
        File.SetUnixFileMode(Path.Combine(_ws.Root, "n.txt"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await _ws.OkAsync("write_file", new { path = "n.txt", content = "new" })).Text.ShouldStartWith("Replaced");
        File.GetUnixFileMode(Path.Combine(_ws.Root, "n.txt")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.GetFiles(_ws.Root, ".localai-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task CreateDirectory_Deep_CreatesAllAndAgainIsFine()
    {
        (await _ws.OkAsync("create_directory", new { path = "x/y/z" })).Text.ShouldBe("Created ws:x/y/z.");
        (await _ws.OkAsync("create_directory", new { path = "x/y/z" })).Text.ShouldBe("ws:x/y/z was there already.");
        await _ws.NotOkAsync("create_directory", new { path = "a.txt/z" });
    }

    [Fact]
    public async Task ListFiles_ManyFiles_ComeInPagesInOrder()
    {
        for (var i = 0; i < 25; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(_ws.Root, $"f{i:00}.cs"), "", TestContext.Current.CancellationToken);
        }

        var names = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _ws.OkAsync("list_files", new { glob = "*.cs", limit = 10, cursor });
            names.AddRange(page.Structured!["entries"]!.AsArray().Select(e => e!["path"]!.GetValue<string>()));
            cursor = page.NextCursor;
        }

        names.ShouldBe(Enumerable.Range(0, 25).Select(i => $"f{i:00}.cs"));
    }

    [Theory]
    [InlineData("hello", false, "src/b.cs:2: say Hello")]
    [InlineData("h.l+o", true, "a.txt:1: hello")]
    [InlineData("검색", false, "src/b.cs:3: 검색")]
    public async Task SearchFiles_Finds(string query, bool regex, string line)
    {
        Directory.CreateDirectory(Path.Combine(_ws.Root, "src"));
        await File.WriteAllTextAsync(Path.Combine(_ws.Root, "src", "b.cs"), "x\nsay Hello\n검색\n", TestContext.Current.CancellationToken);
        (await _ws.OkAsync("search_files", new { query, regex })).Text.ShouldContain(line);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    public async Task SearchFiles_CatastrophicPattern_EndsSoon(string query)
    {
        await File.WriteAllTextAsync(Path.Combine(_ws.Root, "long"), new string('a', 200_000) + "!", TestContext.Current.CancellationToken);
        await _ws.OkAsync("search_files", new { query, regex = true }).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=x)")]
    [InlineData("(a)\\1")]
    public async Task SearchFiles_UnusablePattern_SaysSo(string query) =>
        (await _ws.NotOkAsync("search_files", new { query, regex = true })).Message!.ShouldContain("regular expression");

    [Fact]
    public async Task SearchFiles_ManyMatches_ComeInPages()
    {
        await File.WriteAllTextAsync(Path.Combine(_ws.Root, "m"), string.Concat(Enumerable.Repeat("needle\n", 30)), TestContext.Current.CancellationToken);
        var first = await _ws.OkAsync("search_files", new { query = "needle", limit = 20 });
        first.NextCursor.ShouldBe("skip:20");
        var second = await _ws.OkAsync("search_files", new { query = "needle", limit = 20, cursor = first.NextCursor });
        second.Truncated.ShouldBeFalse();
        second.Text.ShouldStartWith("m:21: needle");
    }
}
