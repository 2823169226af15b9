using LocalAi.AgentApi.Rhythm.Api;
using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Sensing;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.AgentApi.Rhythm.Tasks;
using LocalAi.AgentApi.Rhythm.UserTasks;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm;

internal static class RhythmServices
{
    /// <summary>The name of the client user tasks call with.</summary>
    private const string UserTaskClient = "rhythm-user-task";

    /// <summary>The one scheduler: tasks are every <see cref="IRhythmTask"/> that is registered, and those of the configuration.</summary>
    public static void AddRhythm(this IHostApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<RhythmOptions, RhythmOptionsValidator>(RhythmOptions.Section);
        builder.Services.AddSingleton(provider => NodeName.From(provider.GetRequiredService<IOptions<RhythmOptions>>().Value));
        builder.Services.AddSingleton<IMachine, LinuxMachine>(_ => new LinuxMachine());
        builder.Services.AddSingleton<LeaderElection>();
        builder.Services.AddSingleton<RhythmStore>();
        builder.Services.AddSingleton<SampleStore>();
        builder.Services.AddSingleton<RhythmClock>();
        builder.Services.AddSingleton<RhythmEvents>();
        builder.Services.AddSingleton<LoadSensor>();
        builder.Services.AddSingleton<TaskRunner>();
        builder.Services.AddSingleton<RhythmView>();
        builder.Services.AddSingleton<PlanDesk>();
        builder.Services.AddBuiltInTasks();
        builder.AddUserTasks();
        builder.Services.AddHostedService<RhythmLoop>();
    }

    private static void AddBuiltInTasks(this IServiceCollection services)
    {
        HealthProbes.Configure(services);
        services.AddSingleton<HealthProbes>();
        services.AddSingleton<ProbeStore>();
        services.AddSingleton(new ProcessCensus());
        services.AddSingleton<IRhythmTask, HealthCheckTask>();
        services.AddSingleton<IRhythmTask, PerformanceAnalysisTask>();
        services.AddSingleton<IRhythmTask, SystemMaintenanceTask>();
        services.AddSingleton<IRhythmTask, DailyRoutineTask>();
        services.AddSingleton<IRhythmTask, EventAnalysisTask>();
    }

    private static void AddUserTasks(this IHostApplicationBuilder builder)
    {
        // The run's own timeout bounds the call; no proxy and no cookies of this machine go along.
        builder.Services.AddHttpClient(UserTaskClient, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), UseCookies = false, UseProxy = false, AllowAutoRedirect = false });
        builder.Services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<RhythmOptions>>().Value;
            var clients = provider.GetRequiredService<IHttpClientFactory>();
            var builtIn = provider.GetServices<IRhythmTask>().Where(t => !options.Without.Contains(t.Definition.Name));
            var user = options.Tasks.Select(t => new HttpTask(UserTaskReader.Read(t).Task!, t, clients.CreateClient(UserTaskClient)));
            List<IRhythmTask> all = [.. builtIn, .. user];
            return TaskCatalog.Problem([.. all.Select(t => t.Definition)]) is { } problem
                ? throw new OptionsValidationException(RhythmOptions.Section, typeof(RhythmOptions), ["Rhythm:Tasks: " + problem])
                : new TaskCatalog(all);
        });
    }
}
