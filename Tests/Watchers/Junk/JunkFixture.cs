using LocalAi.AgentApi.Rhythm;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Watchers.Junk;
using LocalAi.Tests.Support;
using Microsoft.Extensions.Options;

namespace LocalAi.Tests.Watchers.Junk;

/// <summary>A data folder, a home and a temporary folder of a test, and a desk that looks only there.</summary>
internal sealed class JunkFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public JunkFixture(Action<JunkOptions>? configure = null)
    {
        foreach (var name in (string[])["data/logs", "data/run", "data/reports", "data/models/a/b", "home", "tmp", "outside"])
        {
            Directory.CreateDirectory(Path.Combine(Root, name));
        }

        var options = new RhythmOptions();
        configure?.Invoke(options.Junk);
        var rules = new JunkRules(options.Junk, Root + "/data", Root + "/home", Root + "/tmp");
        Downloads = rules.All.First(r => r.Name == "partial download");
        Desk = new JunkDesk(rules, new RhythmClock(TimeProvider.System), Options.Create(options));
    }

    public string Root => _folder.Path;

    public JunkDesk Desk { get; }

    /// <summary>The rule of partial downloads.</summary>
    public JunkRule Downloads { get; }

    /// <summary>A file nobody wrote to for a year.</summary>
    public string Old(string name, string content = "old")
    {
        var path = _folder.File(name, content);
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-365));
        return path;
    }

    public string New(string name, string content = "new") => _folder.File(name, content);

    public void Age(string folder) => Directory.SetLastWriteTimeUtc(Path.Combine(Root, folder), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-365));

    public JunkPlan Plan() => Desk.Plan(TestContext.Current.CancellationToken);

    public IEnumerable<string> Planned() => Plan().Items.Select(i => Path.GetRelativePath(Root, i.FullPath));

    public Task<JunkResult> CleanAsync(JunkPlan plan, Func<bool>? may = null) =>
        Desk.CleanAsync(plan, _ => Task.FromResult(may?.Invoke() ?? true), TestContext.Current.CancellationToken);

    public bool Has(string name) => File.Exists(Path.Combine(Root, name));

    public void Dispose()
    {
        Desk.Dispose();
        _folder.Dispose();
    }
}
