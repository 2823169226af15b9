using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Files;

/// <summary>Names that look like another name: composed and decomposed, with invisible characters, in other cases or with something at the end.</summary>
public sealed class NameAttackTests : IAsyncLifetime
{
    private WorkspaceHost _ws = null!;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "openat2 is Linux.");
        _ws = new WorkspaceHost();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _ws.DisposeAsync();

    [Theory]
    [InlineData("\u202ehtaP/a")]
    [InlineData("a\u2066b")]
    [InlineData("a\ufeff.txt")]
    [InlineData("\u00adsoft")]
    [InlineData("zero\u200dwidth")]
    [InlineData("tag\U000e0061")]
    [InlineData("\u2028line")]
    [InlineData("a\u0085b")]
    [InlineData("‥")]
    [InlineData("．．")]
    [InlineData("．")]
    [InlineData("a／b")]
    [InlineData("a＼b")]
    [InlineData("．ｇｉｔ/config")]
    [InlineData(".ｅｎｖ")]
    [InlineData(".gｉt/hooks/x")]
    [InlineData(".ssh/ａuthorized_keys")]
    [InlineData(".ⅴscode/tasks.json")]
    [InlineData(".GIT\u200c/config")]
    [InlineData("%2E%2E/x")]
    [InlineData("%2f%2e%2e")]
    [InlineData("..%5C..")]
    [InlineData("$HOME")]
    [InlineData("${IFS}")]
    [InlineData("~amy/x")]
    [InlineData("file://localhost/etc/passwd")]
    [InlineData("\\\\?\\C:\\x")]
    [InlineData("a\\..\\b")]
    [InlineData(".eNv")]
    [InlineData(".ENV.production")]
    [InlineData(".Ssh/config")]
    [InlineData("x/.GIT/config")]
    [InlineData("x/.gitModules")]
    [InlineData("x/.Vscode/settings.json")]
    [InlineData("ws:.git/config")]
    [InlineData("WS:.git/config")]
    [InlineData("{root}/.git/config")]
    [InlineData("./.git/config")]
    [InlineData(".//.git//config")]
    [InlineData("x/../.git/config")]
    public async Task Name_ThatPassesForAnother_IsNotWritten(string path)
    {
        path = path.Replace("{root}", _ws.Root, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_ws.Root, "x"));
        Directory.CreateDirectory(Path.Combine(_ws.Root, ".git"));
        Directory.CreateDirectory(Path.Combine(_ws.Root, ".ssh"));
        var before = _ws.Everything();
        foreach (var mode in (string[])["overwrite", "create", "append"])
        {
            await _ws.NotOkAsync("write_file", new { path, content = "pwned", mode });
        }

        await _ws.NotOkAsync("create_directory", new { path });
        _ws.Everything().ShouldBe(before);
    }

    [Theory]
    [InlineData("a.txt.")]
    [InlineData("a.txt ")]
    [InlineData(" a.txt")]
    [InlineData("A.TXT")]
    [InlineData("a.txt::$DATA")]
    [InlineData("a.txt;1")]
    [InlineData("a.txt#x")]
    [InlineData("a.txt?x")]
    [InlineData("CON")]
    [InlineData("nul.txt")]
    [InlineData("a*")]
    [InlineData("[a].txt")]
    [InlineData("{a,b}.txt")]
    [InlineData("...")]
    [InlineData("....")]
    [InlineData("-rf")]
    [InlineData("ws-evil")]
    public async Task Name_ThatIsAnother_IsNotTheFile(string path) => await _ws.NotOkAsync("read_file", new { path });

    [Theory]
    [InlineData("caf\u00e9.txt", "cafe\u0301.txt")]
    [InlineData("\uac00.txt", "\u1100\u1161.txt")]
    public async Task Name_ComposedOtherwise_IsAnotherFile(string written, string read)
    {
        await _ws.OkAsync("write_file", new { path = written, content = "x" });
        await _ws.NotOkAsync("read_file", new { path = read });
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public async Task Name_OfTheLongestLength_IsWritten_OneMoreIsNot(int length, bool written)
    {
        var path = new string('n', length);
        var outcome = await _ws.CallAsync("write_file", new { path, content = "x" });
        File.Exists(Path.Combine(_ws.Root, path)).ShouldBe(written, outcome.Message);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|a)*b")]
    [InlineData("([a-z]+)*=")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData("(?=(a+))a*b\\1")]
    [InlineData("(.*)*x")]
    public async Task Search_PatternThatNeverEnds_Ends(string query)
    {
        await File.WriteAllTextAsync(Path.Combine(_ws.Root, "trap"), new string('a', 50_000) + "!", TestContext.Current.CancellationToken);
        var outcome = await _ws.CallAsync("search_files", new { query, regex = true });
        outcome.Kind.ShouldNotBe(LocalAi.AgentApi.Pipeline.OutcomeKind.Failed);
    }
}
