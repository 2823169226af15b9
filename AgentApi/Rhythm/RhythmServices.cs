using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.AgentApi.Rhythm.Api;
using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Pages;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Sensing;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.AgentApi.Rhythm.Tasks;
using LocalAi.AgentApi.Rhythm.UserTasks;
using LocalAi.AgentApi.Watchers.Junk;
using LocalAi.Contracts.Gateway;
using LocalAi.ServiceDefaults.Configuration;
using LocalAi.ServiceDefaults.Http;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm;

internal static class RhythmServices
{
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
        builder.Services.AddSingleton<RhythmTelemetry>();
        builder.Services.AddSingleton<PlanDesk>();
        builder.Services.AddSingleton<PageReader>();
        builder.Services.AddBuiltInTasks();
        builder.Services.AddAlerts();
        builder.Services.AddJunk();
        builder.AddUserTasks();
        builder.Services.AddHostedService<RhythmLoop>();
    }

    private static void AddBuiltInTasks(this IServiceCollection services)
    {
        HealthProbes.Configure(services);
        services.AddSingleton<HealthProbes>();
        services.AddSingleton<ProbeStore>();
        services.AddSingleton(new ProcessCensus());
        services.AddSingleton<GatewayFigures>();
        services.AddSingleton<IndexCheck>();
        services.AddSingleton<GatewayLook>();
        services.AddSingleton<ReportFolder>();
        services.AddServiceClient<GatewayAdminClient>("gateway", "http://127.0.0.1:8000");
        services.AddSingleton<IRhythmTask, HealthCheckTask>();
        services.AddSingleton<IRhythmTask, PerformanceAnalysisTask>();
        services.AddSingleton<IRhythmTask, SystemMaintenanceTask>();
        services.AddSingleton<IRhythmTask, DailyRoutineTask>();
        services.AddSingleton<IRhythmTask, EventAnalysisTask>();
    }

    private static void AddAlerts(this IServiceCollection services)
    {
        AlertWebhook.Configure(services);
        services.AddSingleton<AlertStore>();
        services.AddSingleton<TargetVerdicts>();
        services.AddSingleton<AlertWebhook>();
        services.AddSingleton(provider => new DesktopNotice(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AlertSender>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertSender>());
        services.AddSingleton<AlertWatch>();
    }

    private static void AddJunk(this IServiceCollection services)
    {
        services.AddSingleton<JunkRules>();
        services.AddSingleton<JunkDesk>();
    }

    private static void AddUserTasks(this IHostApplicationBuilder builder)
    {
        // The run's own timeout bounds the call; no proxy and no cookies of this machine go along.
        builder.Services.AddHttpClient(UserTaskFactory.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), UseCookies = false, UseProxy = false, AllowAutoRedirect = false });
        builder.Services.AddSingleton<AgentPrompts>();
        builder.Services.AddSingleton<UserTaskFactory>();
        builder.Services.AddSingleton<TaskDefinitionStore>();
        builder.Services.AddSingleton<StoredTasks>();
        builder.Services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<RhythmOptions>>().Value;
            var factory = provider.GetRequiredService<UserTaskFactory>();
            var builtIn = provider.GetServices<IRhythmTask>().Where(t => !options.Without.Contains(t.Definition.Name));
            var user = options.Tasks.Select(t => factory.Create(t, TaskOrigin.Configured)).ToList();
            List<IRhythmTask> all = [.. builtIn, .. user.Select(u => u.Task).OfType<IRhythmTask>()];
            return (user.Select(u => u.Problem).FirstOrDefault(p => p is not null) ?? TaskCatalog.Problem([.. all.Select(t => t.Definition)])) is { } problem
                ? throw new OptionsValidationException(RhythmOptions.Section, typeof(RhythmOptions), ["Rhythm:Tasks: " + problem])
                : new TaskCatalog(all);
        });
    }
}
