using System.Diagnostics;
using LocalAi.Cli.Connection;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Cli;

public sealed class DiscoveryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Addresses_come_from_the_running_host()
    {
        await using var fake = await FakeLocalAi.StartAsync(TestContext.Current.CancellationToken);
        fake.OnChat("found");
        RunFile(Environment.ProcessId, $$"""[{"name":"gateway","state":"Running","pid":1,"urls":["{{fake.Url}}"]}]""");
        var result = await AiProcess.RunAsync(null, "", [("LOCALAI_DATA", _folder.Path)], "q");
        result.ShouldSucceed();
        result.Out.ShouldBe("found\n");
    }

    [Fact]
    public async Task A_run_file_of_a_dead_host_means_not_running()
    {
        using var ended = Process.Start("true");
        await ended.WaitForExitAsync(TestContext.Current.CancellationToken);
        RunFile(ended.Id, "[]");
        foreach (var arguments in (string[][])[["q"], ["status"], ["--rag", "q"]])
        {
            (await AiProcess.RunAsync(null, "", [("LOCALAI_DATA", _folder.Path)], arguments)).ShouldFail(3, "start it with dotnet run --project AppHost");
        }
    }

    [Fact]
    public void A_process_with_a_reused_id_is_not_the_host()
    {
        _folder.File("run/host.json", $$"""{"pid":{{Environment.ProcessId}},"startedAt":"2020-01-01T00:00:00Z","resources":[]}""");
        RunFileReader.Read(_folder.Path)!.Value.Alive.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_garbled_run_file_is_none(string content)
    {
        _folder.File("run/host.json", content);
        RunFileReader.Read(_folder.Path).ShouldBeNull();
    }

    [Fact]
    public async Task Status_shows_the_resources()
    {
        RunFile(Environment.ProcessId, """[{"name":"postgres","state":"Running","pid":7,"urls":[]},{"name":"llm","state":"Absent","urls":[]}]""");
        var result = await AiProcess.RunAsync(null, "", [("LOCALAI_DATA", _folder.Path)], "status");
        result.ShouldSucceed();
        result.Out.ShouldContain("Ready in 4.2 s");
        result.Out.ShouldContain("postgres");
        result.Out.ShouldContain("Absent");
    }

    [Fact]
    public void The_internal_key_stays_on_this_machine_and_with_this_user()
    {
        var path = _folder.File("keys/internal-key", "secret\n");
        var warnings = new List<string>();
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AccessKey.For(new Uri("http://127.0.0.1:8000"), _folder.Path, warnings.Add).ShouldBe("secret");
        AccessKey.For(new Uri("http://example.org"), _folder.Path, warnings.Add).ShouldBeNull();
        warnings.ShouldBeEmpty();
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        AccessKey.For(new Uri("http://127.0.0.1:8000"), _folder.Path, warnings.Add).ShouldBeNull();
        warnings.ShouldHaveSingleItem().ShouldContain("chmod 600");
    }

    private void RunFile(int pid, string resources) =>
        _folder.File("run/host.json", $$"""{"pid":{{pid}},"startedAt":"{{TimeProvider.System.GetUtcNow():O}}","readySeconds":4.2,"dashboardUrl":null,"resources":{{resources}}}""");
}
