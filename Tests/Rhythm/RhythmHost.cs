using System.Globalization;
using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Sensing;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.AgentApi.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Tests.Rhythm;

/// <summary>The agent service of this process with nothing but a test's tasks, a quick tick, and a machine that is never busy.</summary>
internal sealed class RhythmHost : IAsyncDisposable
{
    public const double LeaseSeconds = 2;

    private readonly AgentHost _host;

    private RhythmHost(AgentHost host) => _host = host;

    public RhythmStore Store => _host.Get<RhythmStore>();

    public LeaderElection Election => _host.Get<LeaderElection>();

    public RhythmView View => _host.Get<RhythmView>();

    public RhythmEvents Events => _host.Get<RhythmEvents>();

    public T Get<T>()
        where T : notnull => _host.Get<T>();

    public HttpClient Http(string? key = null) => _host.Http(key);

    public static RhythmHost Start(string? connection, IEnumerable<IRhythmTask> tasks, params (string Key, string Value)[] more)
    {
        (string, string)[] settings =
        [
            ("Rhythm:TickSeconds", "0.2"),
            ("Rhythm:LeaseSeconds", LeaseSeconds.ToString(CultureInfo.InvariantCulture)),
            ("Rhythm:Node", "node-" + Guid.NewGuid().ToString("N")[..8]),
            .. more,
        ];
        var host = new RhythmHost(AgentHost.With(
            connection,
            services =>
            {
                foreach (var builtIn in services.Where(s => s.ServiceType == typeof(IRhythmTask)).ToList())
                {
                    services.Remove(builtIn);
                }

                services.AddSingleton<IMachine>(new CalmMachine());
                foreach (var task in tasks)
                {
                    services.AddSingleton(task);
                }
            },
            settings));
        host.View.ShouldNotBeNull();
        return host;
    }

    public bool Leads => View.Last?.Epoch > 0;

    /// <summary>What the last plan says about a task, or nothing before the first plan.</summary>
    public Decision? Decision(string task) => View.Last?.Plan.Decisions.FirstOrDefault(d => d.Task == task);

    /// <summary>The run log; empty as long as the database cannot be reached.</summary>
    public async Task<IReadOnlyList<RunRow>> RunsAsync(string? task, CancellationToken cancellationToken)
    {
        try
        {
            return await Store.RunsAsync(task, null, 1000, cancellationToken);
        }
        catch (DatabaseUnavailableException)
        {
            return [];
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
