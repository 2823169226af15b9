using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Tasks;
using LocalAi.AgentApi.Watchers;
using LocalAi.AgentApi.Watchers.LanguageModels;
using LocalAi.AgentApi.Watchers.Processes;
using LocalAi.AgentApi.Watchers.Reports;
using LocalAi.Contracts.Rhythm;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalAi.Tests.Watchers;

/// <summary>
/// The agent service of this process with the watchers on a written machine: nothing of the real one gets in, the clock is the test's, and nothing runs but what the
/// test runs.
/// </summary>
internal sealed class WatcherHost : IAsyncDisposable
{
    private AgentHost _host = null!;

    public WrittenProc Proc { get; } = new();

    public TestTime Time { get; } = new();

    public TemporaryFolder Data { get; } = new();

    public FindingBoard Board => Get<FindingBoard>();

    public WatchStore Store => Get<WatchStore>();

    /// <summary>What a run is told when it asks whether it may act.</summary>
    public bool May { get; set; } = true;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="connection">Null: there is no database.</param>
    /// <param name="settings">Below <c>Rhythm:Watchers:</c>.</param>
    public static async Task<WatcherHost> StartAsync(string? connection, params (string Key, string Value)[] settings)
    {
        var host = new WatcherHost();
        host._host = AgentHost.With(
            connection,
            services =>
            {
                services.AddSingleton<TimeProvider>(host.Time);
                services.AddSingleton(new ServerProcesses(new ProcessTable(host.Proc.Root), new SocketTable(host.Proc.Root)));
                services.AddSingleton(provider => new ProcessWatch(provider.GetRequiredService<IOptions<WatcherOptions>>(), host.Time, host.Proc.Root));
            },
            [
                ("Rhythm:Enabled", "false"), ("LocalAi:DataFolder", host.Data.Path), ("Rhythm:Watchers:Containers:Socket", Path.Combine(host.Data.Path, "docker.sock")),
                ("Rhythm:Watchers:Schedules:AskPrograms", "false"), ("Rhythm:Watchers:Schedules:Root", host.Data.Path), ("Rhythm:Watchers:Schedules:Home", host.Data.Path),
                .. settings.Select(s => ("Rhythm:Watchers:" + s.Key, s.Value)),
            ]);
        if (connection is not null)
        {
            await host.Get<Database>().Migrated.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        }

        return host;
    }

    public T Get<T>()
        where T : notnull => _host.Get<T>();

    public RhythmClient Rhythm => new(_host.Http());

    public HttpClient Http => _host.Http();

    /// <summary>One run of a task.</summary>
    public Task<string> RunAsync(string task, bool withDatabase = true) => Get<TaskCatalog>()[task].RunAsync(Run(withDatabase), Cancel);

    public RunContext Run(bool withDatabase = true) => new(withDatabase ? 1 : null, "Due.", _ => Task.FromResult(May));

    public IReadOnlyList<string> Keys => [.. Board.Snapshot().Select(f => f.Key)];

    /// <summary>The reasons for which system_maintenance was made due.</summary>
    public IReadOnlyList<string> Raised()
    {
        var reasons = new List<string>();
        while (Get<RhythmEvents>().TryTake(out var raised))
        {
            raised.Task.ShouldBe(TaskNames.SystemMaintenance);
            reasons.Add(raised.Reason);
        }

        return reasons;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Proc.Dispose();
        Data.Dispose();
    }
}
