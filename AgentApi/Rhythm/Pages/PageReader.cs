using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.AgentApi.Rhythm.Api;
using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.AgentApi.Rhythm.UserTasks;
using LocalAi.AgentApi.Watchers.Api;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Pages;

/// <summary>Collects what the page shows; without the database that is what this node knows itself.</summary>
internal sealed class PageReader(
    PlanDesk desk, RhythmStore store, SampleStore samples, AlertStore alerts, TaskDefinitionStore definitions,
    RhythmView view, NodeName node, LoadSensor sensor, RhythmClock clock, WatcherReader watchers, IOptions<RhythmOptions> options)
{
    private const int Runs = 50;
    private const int MostAlerts = 50;

    /// <param name="mayChange">Whether the reader sees buttons.</param>
    /// <param name="anew">True after a button: read the database instead of waiting for the next tick.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async Task<PageModel> ReadAsync(bool mayChange, bool anew, CancellationToken cancellationToken)
    {
        var zone = options.Value.Zone;
        var now = clock.Now;
        var model = new PageModel
        {
            Plan = await desk.PlanAsync(null, anew, cancellationToken),
            Runs = await RhythmEndpoints.ReadRunsAsync(store, view, node, null, null, Runs, cancellationToken),
            Profile = sensor.Profile,
            Zone = zone,
            MayChange = mayChange,
            Watched = WatcherSection.Html(await watchers.ReadAsync(cancellationToken), zone),
            UserTasks = [.. options.Value.Tasks.Select(t => new UserTaskLine(t.Name, Kind(t), "settings"))],
        };
        try
        {
            return model with
            {
                Alerts = [.. (await alerts.ListAsync(openOnly: false, MostAlerts, cancellationToken)).Where(a => a.State != "resolved" || now - a.ResolvedAt < TimeSpan.FromDays(2)).Select(a => a.ToAlert(now))],
                Hours = await samples.HoursAsync(WeekChart.Monday(now, zone), cancellationToken),
                UserTasks = [.. model.UserTasks, .. (await definitions.ReadAsync(cancellationToken)).Select(d => new UserTaskLine(d.Name, Kind(d.ToOptions()), "added"))],
            };
        }
        catch (DatabaseUnavailableException)
        {
            return model;
        }
    }

    private static string Kind(UserTaskOptions task) => task switch
    {
        { Prompt.Length: > 0 } => "prompt for the agent, for " + task.User,
        { Shell.Length: > 0 } or { Command.Length: > 0 } => "command in the sandbox, workspace " + (task.Workspace.Length > 0 ? task.Workspace : "(the first one)"),
        _ => "HTTP call of " + (Uri.TryCreate(task.Url, UriKind.Absolute, out var url) ? url.Authority : "?"),
    };
}
