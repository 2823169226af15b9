using LocalAi.AgentApi.Rhythm;

namespace LocalAi.Tests.Watchers.Junk;

public sealed class JunkTests : IDisposable
{
    private readonly JunkFixture _junk = new();

    public void Dispose() => _junk.Dispose();

    [Fact]
    public async Task WhatTheDryRunLists_IsExactlyWhatIsDeleted()
    {
        string[] listed =
        [
            "data/logs/gateway.1.log", "data/logs/gateway.log.2", "data/run/host.json.new", "data/reports/2020-01-01.md", "data/reports/2020-01-02.json.part",
            "data/models/m.gguf.part", "data/models/a/b/n.gguf.ipull", "data/logs/.localai-junk-0123456789abcdef0123456789abcdef",
        ];
        string[] kept = ["data/logs/gateway.log", "data/run/host.json", "data/models/m.gguf", "data/reports/notes.md", "data/keys/internal-key.part", "data/postgres/base/1.part", "home/.cache/pip/x"];
        foreach (var name in listed.Concat(kept))
        {
            _junk.Old(name);
        }

        _junk.New("data/logs/rag.1.log");

        var plan = _junk.Plan();
        plan.Items.Select(i => Path.GetRelativePath(_junk.Root, i.FullPath)).ShouldBe(listed, ignoreOrder: true);
        var result = await _junk.CleanAsync(plan);

        result.Files.ShouldBe(listed.Length);
        result.Bytes.ShouldBe(plan.Bytes);
        result.Kept.ShouldBeEmpty();
        listed.ShouldAllBe(name => !_junk.Has(name));
        kept.ShouldAllBe(name => _junk.Has(name));
        _junk.Has("data/logs/rag.1.log").ShouldBeTrue();
        _junk.Planned().ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatChangedSinceTheDryRun_Stays()
    {
        var written = _junk.Old("data/logs/a.1.log");
        var replaced = _junk.Old("data/logs/b.1.log");
        var linked = _junk.Old("data/logs/c.1.log");
        _junk.Old("data/logs/d.1.log");
        var outside = _junk.Old("outside/precious");
        var plan = _junk.Plan();
        plan.Items.Count.ShouldBe(4);

        await File.AppendAllTextAsync(written, "more", TestContext.Current.CancellationToken);
        File.Delete(replaced);
        _junk.Old("data/logs/b.1.log", "another file, as old as the first");
        File.Delete(linked);
        File.CreateSymbolicLink(linked, outside);
        var result = await _junk.CleanAsync(plan);

        result.Files.ShouldBe(1);
        result.Kept.Select(k => Path.GetFileName(k.Path)).ShouldBe(["a.1.log", "b.1.log", "c.1.log"], ignoreOrder: true);
        result.Kept.ShouldAllBe(k => k.Reason == "it is not the file that was found");
        _junk.Has("outside/precious").ShouldBeTrue();
        File.Exists(written).ShouldBeTrue();
        File.Exists(replaced).ShouldBeTrue();
    }

    [Fact]
    public async Task LinksAndHardLinks_AreNeverJunk_AndAFolderThatBecameALinkIsNotEntered()
    {
        _junk.Old("outside/x.1.log");
        _junk.Old("outside/models/y.part");
        File.CreateSymbolicLink(_junk.Root + "/data/logs/x.1.log", _junk.Root + "/outside/x.1.log");
        Directory.CreateSymbolicLink(_junk.Root + "/data/models/far", _junk.Root + "/outside/models");
        using (var link = System.Diagnostics.Process.Start("ln", [_junk.Old("outside/hard"), _junk.Root + "/data/logs/h.1.log"]))
        {
            await link.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        _junk.Planned().ShouldBeEmpty();

        _junk.Old("data/models/a/b/z.part");
        var plan = _junk.Plan();
        Directory.Move(_junk.Root + "/data/models/a", _junk.Root + "/outside/a");
        Directory.CreateSymbolicLink(_junk.Root + "/data/models/a", _junk.Root + "/outside/a");
        var result = await _junk.CleanAsync(plan);

        result.Kept.ShouldHaveSingleItem().Reason.ShouldBe("its folder is gone, a link, or a mount now");
        _junk.Has("outside/a/b/z.part").ShouldBeTrue();
    }

    [Fact]
    public async Task ASandboxFolder_GoesWhole_AndOnlyWhenItsProcessIsGone()
    {
        _junk.Old("tmp/localai-sandbox-999999999-aBc1/filter");
        _junk.Old("tmp/localai-sandbox-999999999-aBc1/deep/passwd");
        _junk.Age("tmp/localai-sandbox-999999999-aBc1");
        _junk.Old($"tmp/localai-sandbox-{Environment.ProcessId}-aBc1/filter");
        _junk.Age($"tmp/localai-sandbox-{Environment.ProcessId}-aBc1");
        _junk.Old("tmp/localai-sandbox-999999998-aBc1/filter");
        _junk.New("tmp/localai-sandbox-999999998-aBc1/in-use");
        _junk.Age("tmp/localai-sandbox-999999998-aBc1");
        _junk.Old("tmp/somebody-else/filter");

        var plan = _junk.Plan();
        plan.Items.Select(i => Path.GetRelativePath(_junk.Root + "/tmp/localai-sandbox-999999999-aBc1", i.FullPath)).Order().ShouldBe([".", "deep", "deep/passwd", "filter"]);
        (await _junk.CleanAsync(plan)).Files.ShouldBe(2);

        Directory.GetDirectories(_junk.Root + "/tmp").Select(Path.GetFileName).Order().ShouldBe(
            ["localai-sandbox-999999998-aBc1", $"localai-sandbox-{Environment.ProcessId}-aBc1", "somebody-else"], ignoreOrder: true);
    }

    [Fact]
    public async Task PackageCaches_AreCleanedOnlyWhenChosen()
    {
        using var chosen = new JunkFixture(o => o.Caches = ["pip", "npm", "nuget"]);
        chosen.Old("home/.cache/pip/http/a");
        chosen.Old("home/.npm/_cacache/content-v2/b");
        chosen.Old("home/.local/share/NuGet/http-cache/c");
        chosen.Old("home/.cache/other/d");
        chosen.Old("home/.npm/_logs/e");
        chosen.New("home/.cache/pip/http/f");

        (await chosen.CleanAsync(chosen.Plan())).Files.ShouldBe(3);
        chosen.Has("home/.cache/other/d").ShouldBeTrue();
        chosen.Has("home/.npm/_logs/e").ShouldBeTrue();
        chosen.Has("home/.cache/pip/http/f").ShouldBeTrue();
    }

    [Fact]
    public async Task OneRun_HasABudget_AndStopsWhenAnotherNodeLeads()
    {
        using var small = new JunkFixture(o => o.MaxFiles = 40);
        for (var i = 0; i < 60; i++)
        {
            small.Old($"data/logs/l{i}.1.log");
        }

        var plan = small.Plan();
        plan.Items.Count.ShouldBe(40);
        plan.HasMore.ShouldBeTrue();
        var asked = 0;
        var result = await small.CleanAsync(plan, () => ++asked <= 3);

        result.Stopped.ShouldBeTrue();
        result.Files.ShouldBe(3, "it asks before each deletion");
        Directory.GetFiles(small.Root + "/data/logs").Length.ShouldBe(57);
    }

    [Fact]
    public void WrongSettings_AreNamedWithTheirKey()
    {
        var failure = new RhythmOptionsValidator().Validate(null, new RhythmOptions { Junk = { LogDays = 0, Caches = ["maven"] } }).FailureMessage.ShouldNotBeNull();

        failure.ShouldContain("Rhythm:Junk:LogDays is '0'; write 1 to 3650.");
        failure.ShouldContain("Rhythm:Junk:Caches:0 is 'maven'; write pip or npm or nuget.");
    }
}
