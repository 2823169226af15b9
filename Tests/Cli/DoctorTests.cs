using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using LocalAi.Cli.Checks;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Cli;

/// <summary>Every check of <c>ai doctor</c>, on a machine as the test makes it: its PATH and its data folder.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;

    public DoctorTests() => _data = Directory.CreateDirectory(Path.Combine(_folder.Path, "data")).FullName;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("10.0.401", "v22.1.0", "ok    .NET SDK      10.0.401", "ok    Node          v22.1.0")]
    [InlineData("8.0.100", "v18.0.0", "FAIL  .NET SDK      8.0.100 is too old", "warn  Node          v18.0.0 is too old")]
    public async Task Versions_are_judged(string sdk, string node, string sdkLine, string nodeLine)
    {
        Program("dotnet", $"echo {sdk}");
        Program("node", $"echo {node}");

        var result = await DoctorAsync();

        result.Out.ShouldContain(sdkLine);
        result.Out.ShouldContain(nodeLine);
    }

    [Fact]
    public async Task Programs_that_do_not_run_are_not_found()
    {
        Program("dotnet", "exit 3");

        var result = await DoctorAsync();

        result.Out.ShouldContain("FAIL  .NET SDK      not found");
        result.Out.ShouldContain("→ Install the .NET 10 SDK");
        result.Out.ShouldContain("warn  Node          not found");
        result.Out.ShouldContain("warn  Redis         not found; caches and limits are per process");
    }

    [Fact]
    public async Task Stores_are_found_on_the_path()
    {
        var initdb = Program("initdb", "exit 0");
        var redis = Program("redis-server", "exit 0");

        var result = await DoctorAsync();

        result.Out.ShouldContain($"ok    Postgres      {initdb}");
        result.Out.ShouldContain($"ok    Redis         {redis}");
    }

    [Fact]
    public async Task The_data_folder_its_disk_and_its_models_are_looked_at()
    {
        (await DoctorAsync()).Out.ShouldContain($"warn  models        none in {_data}/models");
        _folder.File("data/models/chat-7b.gguf", "");

        var result = await DoctorAsync();

        result.Out.ShouldContain($"ok    data folder   {_data}");
        result.Out.ShouldContain($"ok    models        1 in {_data}/models");
        result.Out.ShouldMatch("(ok  |warn|FAIL)  disk          .*B free");
        Directory.GetFiles(_data).ShouldBeEmpty();
    }

    [Fact]
    public void A_data_folder_that_cannot_be_written_fails_and_a_new_one_is_fine()
    {
        // /proc takes no files, not even from root.
        var refused = MachineChecks.DataFolder("/proc");
        refused.Verdict.ShouldBe("fail");
        refused.Fix.ShouldBe("Make it yours (chown), or set LOCALAI_DATA to another folder.");
        MachineChecks.DataFolder(Path.Combine(_folder.Path, "new")).Detail.ShouldEndWith("(is made on the first start)");
        MachineChecks.Disk(Path.Combine(_folder.Path, "not", "there", "yet")).Detail.ShouldEndWith(" free");

        // No room at all.
        MachineChecks.Disk("/proc").Verdict.ShouldBe("fail");
    }

    [Fact]
    public async Task A_running_host_and_its_services_are_asked()
    {
        await using var fake = await FakeLocalAi.StartAsync(TestContext.Current.CancellationToken);
        fake.OnJson("GET /health", "{}");
        RunFile(Environment.ProcessId, "4.2");

        var result = await DoctorAsync(fake);

        result.Out.ShouldContain($"(process {Environment.ProcessId}), ready after 4.2 s");
        result.Out.ShouldContain($"ok    gateway       healthy at {fake.Url}");
        fake.OnJson("GET /health", "{}", 503);
        (await DoctorAsync(fake)).Out.ShouldContain($"FAIL  rag           answers 503 at {fake.Url}");
    }

    [Fact]
    public async Task A_host_that_starts_or_died_is_told_apart()
    {
        RunFile(Environment.ProcessId, "null");
        (await DoctorAsync()).Out.ShouldContain($"warn  host          process {Environment.ProcessId} is still starting");
        using var ended = Process.Start("true");
        await ended.WaitForExitAsync(TestContext.Current.CancellationToken);
        RunFile(ended.Id, "4.2");
        (await DoctorAsync()).Out.ShouldContain($"FAIL  host          process {ended.Id} is gone without having stopped");
    }

    [Fact]
    public void A_port_somebody_else_holds_is_named_with_its_setting()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;

        var taken = HostChecks.Port(port, "agent-api");
        holder.Stop();

        taken.Verdict.ShouldBe("warn");
        taken.Fix.ShouldBe("Stop that program, or set Ports__AgentApi to another port.");
        HostChecks.Port(port, "agent-api").Verdict.ShouldBe("ok");
    }

    [Fact]
    public async Task As_json_it_lists_every_check_with_its_fix()
    {
        using var json = System.Text.Json.JsonDocument.Parse((await DoctorAsync(null, "--json")).Out);

        var host = json.RootElement.EnumerateArray().Single(c => c.GetProperty("name").GetString() == "host");
        host.GetProperty("verdict").GetString().ShouldBe("fail");
        host.GetProperty("fix").GetString().ShouldBe("dotnet run --project AppHost");
    }

    private string Program(string name, string script)
    {
        var path = _folder.File($"bin/{name}", $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private void RunFile(int pid, string readySeconds) => _folder.File(
        "data/run/host.json", $$"""{"pid":{{pid}},"startedAt":"{{TimeProvider.System.GetUtcNow():O}}","readySeconds":{{readySeconds}},"dashboardUrl":null,"resources":[]}""");

    // The runtime that runs ai is found before PATH changes what ai finds.
    private Task<AiResult> DoctorAsync(FakeLocalAi? fake = null, params string[] arguments) =>
        AiProcess.RunAsync(fake, "", [("LOCALAI_DATA", _data), ("PATH", Path.Combine(_folder.Path, "bin"))], ["doctor", .. arguments]);
}
