using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rhythm.Settings;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Watchers.Settings;

/// <summary>Over REST, on files in a home folder of a machine with 16 GB and 8 processors.</summary>
public sealed class SettingsOptimizerTests : IAsyncDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly TemporaryFolder _data = new();
    private readonly AgentHost _host;

    public SettingsOptimizerTests() => _host = Start();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ProgramSettingsClient Settings => new(_host.Http());

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _home.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task WithoutThePrograms_AllIsMissing_AndNothingIsMade()
    {
        (await Settings.ListAsync(Cancel)).Select(s => (s.Program, s.State)).ShouldBe([("lmstudio", "missing"), ("docker-desktop", "missing"), ("wsl", "missing")]);
        (await Should.ThrowAsync<ApiException>(Settings.ApplyAsync("lmstudio", new ApplySettings("absent"), Cancel))).Message.ShouldContain("are not here");
        Directory.EnumerateFileSystemEntries(_home.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task LmStudio_IsMadeToLetGo_AndRestoredByteForByte()
    {
        var file = _home.File(".lmstudio/settings.json", SettingsFixtures.LmStudio);
        var before = await File.ReadAllBytesAsync(file, Cancel);

        var look = await Settings.GetAsync("lmstudio", Cancel);
        look.State.ShouldBe("improvable");
        look.Changes.Select(c => (c.Key, c.Current, c.Recommended)).ShouldBe(
        [
            ("developer.jitModelTTL.ttlSeconds", "3600", "1200"),
            ("modelLoadingGuardrails.mode", "\"off\"", "\"high\""),
            ("developer.unloadPreviousJITModelOnLoad", "false", "true"),
            ("defaultContextLength.value", "65536", "8192"),
        ]);
        look.Diff!.ShouldContain("-    \"value\": 65536");
        look.Diff!.ShouldContain("+    \"value\": 8192");

        var changed = await Settings.ApplyAsync("lmstudio", new ApplySettings(look.Sha256), Cancel);
        (await File.ReadAllTextAsync(file, Cancel)).ShouldBe(SettingsFixtures.LmStudio
            .Replace("\"ttlSeconds\": 3600", "\"ttlSeconds\": 1200", StringComparison.Ordinal)
            .Replace("\"off\"", "\"high\"", StringComparison.Ordinal)
            .Replace("\"unloadPreviousJITModelOnLoad\": false", "\"unloadPreviousJITModelOnLoad\": true", StringComparison.Ordinal)
            .Replace("65536", "8192", StringComparison.Ordinal));
        changed.Sha256.ShouldBe(Hash(file));

        var optimal = await Settings.GetAsync("lmstudio", Cancel);
        optimal.State.ShouldBe("good");
        optimal.Backups.ShouldHaveSingleItem().Id.ShouldBe(changed.Backup);
        (await Should.ThrowAsync<ApiException>(Settings.ApplyAsync("lmstudio", new ApplySettings(optimal.Sha256), Cancel))).Message.ShouldContain("nothing to change");

        await Settings.RestoreAsync("lmstudio", new RestoreSettings(changed.Backup), Cancel);
        (await File.ReadAllBytesAsync(file, Cancel)).ShouldBe(before);
    }

    [Fact]
    public async Task DockerDesktop_GetsAQuarterOfTheMemory_UnderBothSpellings()
    {
        var file = _home.File(".docker/desktop/settings-store.json", SettingsFixtures.DockerDesktop);
        var look = await Settings.GetAsync("docker-desktop", Cancel);
        look.Changes.Select(c => (c.Key, c.Recommended)).ShouldBe([("UseResourceSaver", "true"), ("Cpus", "4"), ("MemoryMiB", "4096"), ("SwapMiB", "1024")]);

        await Settings.ApplyAsync("docker-desktop", new ApplySettings(look.Sha256, ["MemoryMiB"]), Cancel);
        (await File.ReadAllTextAsync(file, Cancel)).ShouldBe(SettingsFixtures.DockerDesktop.Replace("12288", "4096", StringComparison.Ordinal));

        File.Delete(file);
        _home.File(".docker/desktop/settings.json", SettingsFixtures.DockerDesktopOld);
        (await Settings.GetAsync("docker-desktop", Cancel)).Changes.Select(c => (c.Key, c.Recommended)).ShouldBe([("cpus", "4")]);
    }

    [Fact]
    public async Task DockerDesktopOnWsl_HasNoSizesOfItsOwn()
    {
        _home.File("AppData/Roaming/Docker/settings-store.json", """{"WslEngineEnabled": true, "UseResourceSaver": true}""");
        (await Settings.GetAsync("docker-desktop", Cancel)).State.ShouldBe("good");
    }

    [Fact]
    public async Task WslConfig_KeepsCommentsAndLineEnds()
    {
        var file = _home.File(".wslconfig", SettingsFixtures.Wsl);
        var look = await Settings.GetAsync("wsl", Cancel);
        look.Changes.Select(c => (c.Key, c.Recommended)).ShouldBe([("wsl2.memory", "6GB"), ("wsl2.processors", "6"), ("experimental.autoMemoryReclaim", "dropCache")]);
        await Settings.ApplyAsync("wsl", new ApplySettings(look.Sha256), Cancel);
        (await File.ReadAllTextAsync(file, Cancel)).ShouldBe(
            "# Settings apply across all Linux distros running on WSL 2\r\n[wsl2]\r\nmemory=6GB # most of it\r\nprocessors=6\r\nlocalhostForwarding=true\r\n\r\n[experimental]\r\nsparseVhd=true\r\nautoMemoryReclaim=dropCache\r\n");
        (await Settings.GetAsync("wsl", Cancel)).State.ShouldBe("good");
    }

    [Fact]
    public async Task AMissingWslConfig_IsMadeOnAMachineWithWsl_AndGoneAfterRestoring()
    {
        await using var host = Start(("Rhythm:Settings:HasWsl", "true"));
        var settings = new ProgramSettingsClient(host.Http());
        var look = await settings.GetAsync("wsl", Cancel);
        look.Sha256.ShouldBe("absent");
        await settings.ApplyAsync("wsl", new ApplySettings("absent"), Cancel);
        (await File.ReadAllTextAsync(Path.Combine(_home.Path, ".wslconfig"), Cancel)).ShouldBe("[wsl2]\nmemory=6GB\nprocessors=6\n\n[experimental]\nautoMemoryReclaim=dropCache\n");
        (await settings.RestoreAsync("wsl", new RestoreSettings(), Cancel)).Sha256.ShouldBe("absent");
        Directory.EnumerateFileSystemEntries(_home.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task AFileThatChangedMeanwhile_IsNotWritten()
    {
        var file = _home.File(".wslconfig", SettingsFixtures.Wsl);
        var look = await Settings.GetAsync("wsl", Cancel);
        await File.AppendAllTextAsync(file, "# mine\r\n", Cancel);
        (await Should.ThrowAsync<ApiException>(Settings.ApplyAsync("wsl", new ApplySettings(look.Sha256), Cancel))).Message.ShouldContain("has changed since you looked");
        (await File.ReadAllTextAsync(file, Cancel)).ShouldBe(SettingsFixtures.Wsl + "# mine\r\n");
    }

    [Theory]
    [InlineData(".lmstudio/settings.json", "{ \"developer\": ", "lmstudio", "not valid JSON")]
    [InlineData(".lmstudio/settings.json", "", "lmstudio", "not valid JSON")]
    [InlineData(".wslconfig", "[wsl2]\nmemory: 8GB\n", "wsl", "Line 2")]
    public async Task AMalformedFile_IsSaidAndLeftAlone(string name, string content, string program, string problem)
    {
        var file = _home.File(name, content);
        var look = await Settings.GetAsync(program, Cancel);
        look.State.ShouldBe("unusable");
        look.Problem!.ShouldContain(problem);
        (await Should.ThrowAsync<ApiException>(Settings.ApplyAsync(program, new ApplySettings(look.Sha256), Cancel))).Message.ShouldContain(problem);
        (await File.ReadAllTextAsync(file, Cancel)).ShouldBe(content);
    }

    [Fact]
    public async Task OddEncodings_AreKeptOrRefused()
    {
        var file = _home.File(".wslconfig", "");
        await File.WriteAllBytesAsync(file, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("[wsl2]\r\nmemory=12GB\r\n# 메모리\r\n")], Cancel);
        var look = await Settings.GetAsync("wsl", Cancel);
        await Settings.ApplyAsync("wsl", new ApplySettings(look.Sha256, ["wsl2.memory"]), Cancel);
        (await File.ReadAllBytesAsync(file, Cancel)).ShouldBe([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("[wsl2]\r\nmemory=6GB\r\n# 메모리\r\n")]);

        await File.WriteAllBytesAsync(file, Encoding.Unicode.GetBytes("[wsl2]\r\n\uD800"), Cancel);
        (await Settings.GetAsync("wsl", Cancel)).State.ShouldBe("unusable");
        await File.WriteAllBytesAsync(file, new byte[(1 << 20) + 1], Cancel);
        (await Settings.GetAsync("wsl", Cancel)).Problem!.ShouldContain("no settings");
    }

    [Fact]
    public async Task AReadOnlyFile_IsNotChanged_EvenByRoot()
    {
        var file = _home.File(".wslconfig", SettingsFixtures.Wsl);
        File.SetAttributes(file, FileAttributes.ReadOnly);
        var look = await Settings.GetAsync("wsl", Cancel);
        (await Should.ThrowAsync<ApiException>(Settings.ApplyAsync("wsl", new ApplySettings(look.Sha256), Cancel))).Message.ShouldContain("read-only");
        (await File.ReadAllTextAsync(file, Cancel)).ShouldBe(SettingsFixtures.Wsl);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task ALink_IsFollowedInsideTheHomeOnly_AndStaysALink()
    {
        var real = _home.File("dotfiles/wslconfig", SettingsFixtures.Wsl);
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var link = Path.Combine(_home.Path, ".wslconfig");
        File.CreateSymbolicLink(link, real);
        var look = await Settings.GetAsync("wsl", Cancel);
        await Settings.ApplyAsync("wsl", new ApplySettings(look.Sha256, ["wsl2.memory"]), Cancel);
        new FileInfo(link).LinkTarget.ShouldBe(real);
        (await File.ReadAllTextAsync(real, Cancel)).ShouldContain("memory=6GB");
        File.GetUnixFileMode(real).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var outside = _data.File("outside", SettingsFixtures.Wsl);
        File.Delete(link);
        File.CreateSymbolicLink(link, outside);
        (await Settings.GetAsync("wsl", Cancel)).Problem!.ShouldContain("leaves the home folder");
    }

    [Fact]
    public async Task ADamagedBackup_IsNotRestored_AndTenAreKept()
    {
        var file = _home.File(".wslconfig", SettingsFixtures.Wsl);
        for (var i = 0; i < 12; i++)
        {
            await File.WriteAllTextAsync(file, SettingsFixtures.Wsl + "# " + i.ToString(CultureInfo.InvariantCulture), Cancel);
            await Settings.ApplyAsync("wsl", new ApplySettings(Hash(file)), Cancel);
        }

        var backups = (await Settings.GetAsync("wsl", Cancel)).Backups;
        backups.Count.ShouldBe(10);
        await File.AppendAllTextAsync(Directory.EnumerateFiles(_data.Path, backups[0].Id + ".bak", SearchOption.AllDirectories).Single(), "x", Cancel);
        var now = await File.ReadAllTextAsync(file, Cancel);
        (await Should.ThrowAsync<ApiException>(Settings.RestoreAsync("wsl", new RestoreSettings(), Cancel))).Message.ShouldContain("is damaged");
        (await File.ReadAllTextAsync(file, Cancel)).ShouldBe(now);
        (await Should.ThrowAsync<ApiException>(Settings.RestoreAsync("wsl", new RestoreSettings("../../keys"), Cancel))).Message.ShouldContain("There is no such backup");
    }

    [Fact]
    public async Task WithoutABackup_NothingIsChanged()
    {
        var file = _home.File(".wslconfig", SettingsFixtures.Wsl);
        _data.File("backups", "a file where the folder should be");
        var look = await Settings.GetAsync("wsl", Cancel);
        (await Should.ThrowAsync<ApiException>(Settings.ApplyAsync("wsl", new ApplySettings(look.Sha256), Cancel))).Message.ShouldContain("so nothing was changed");
        (await File.ReadAllTextAsync(file, Cancel)).ShouldBe(SettingsFixtures.Wsl);
    }

    [Fact]
    public async Task WrongRequests_AreExplained_AndOthersMayNotLook()
    {
        _home.File(".wslconfig", SettingsFixtures.Wsl);
        (await Should.ThrowAsync<ApiException>(Settings.GetAsync("vim", Cancel))).Message.ShouldContain("Programs: lmstudio, docker-desktop, wsl.");
        (await Should.ThrowAsync<ApiException>(Settings.ApplyAsync("wsl", new ApplySettings(null), Cancel))).Message.ShouldContain("sha256");
        var hash = (await Settings.GetAsync("wsl", Cancel)).Sha256;
        (await Should.ThrowAsync<ApiException>(Settings.ApplyAsync("wsl", new ApplySettings(hash, ["wsl2.kernel"]), Cancel))).Message.ShouldContain("'wsl2.kernel' is not among the recommended changes: wsl2.memory");
        (await Should.ThrowAsync<ApiException>(Settings.RestoreAsync("wsl", new RestoreSettings(), Cancel))).Message.ShouldContain("There is no backup");
        await Should.ThrowAsync<ApiException>(new ProgramSettingsClient(_host.Http("key-mina")).ListAsync(Cancel));
    }

    private AgentHost Start(params (string Key, string Value)[] more) => AgentHost.With(
        null, null,
        [
            ("Rhythm:Enabled", "false"),
            ("Rhythm:Settings:Homes:0", _home.Path),
            ("Rhythm:Settings:MemoryGb", "16"),
            ("Rhythm:Settings:Cores", "8"),
            ("LocalAi:DataFolder", _data.Path),
            .. more,
        ]);

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
