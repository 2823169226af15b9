using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Watchers.Api;
using LocalAi.AgentApi.Watchers.Containers;
using LocalAi.AgentApi.Watchers.DuplicateLoops;
using LocalAi.AgentApi.Watchers.LanguageModels;
using LocalAi.AgentApi.Watchers.Machine;
using LocalAi.AgentApi.Watchers.Processes;
using LocalAi.AgentApi.Watchers.Reports;
using LocalAi.AgentApi.Watchers.Resources;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers;

internal static class WatcherServices
{
    /// <summary>The watchers: tasks of the one scheduler, and the board they write on.</summary>
    public static void AddWatchers(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions<WatcherOptions, WatcherOptionsValidator>(WatcherOptions.Section);
        services.AddSingleton<FindingBoard>();
        services.AddSingleton<IFindings>(provider => provider.GetRequiredService<FindingBoard>());
        services.AddSingleton<WatchStore>();
        services.AddSingleton<WatchDesk>();
        services.AddSingleton<WatcherReader>();
        services.AddSingleton<ActDesk>();
        services.AddSingleton<CommandRunner>();
        services.AddSingleton<BoundedHttp>();
        services.AddLanguageModelWatch();
        services.AddMachineWatch();
        services.AddSingleton<ScheduleSources>();
        services.AddSingleton<ScheduleWatch>();
        services.AddSingleton<IRhythmTask, WatchSchedulesTask>();
    }

    private static void AddLanguageModelWatch(this IServiceCollection services)
    {
        BoundedHttp.Configure(services, ServerHttp.ClientName);
        services.AddSingleton<ServerHttp>();
        services.AddSingleton<LmsCommand>();
        services.AddSingleton(new ServerProcesses(new ProcessTable(), new SocketTable()));
        services.AddSingleton<IServerApi, LmStudioApi>();
        services.AddSingleton<IServerApi, LlamaApi>();
        services.AddSingleton<IServerApi, OllamaApi>();
        services.AddSingleton<ServerApis>();
        services.AddSingleton<ServerList>();
        services.AddSingleton<ServerRestart>();
        services.AddSingleton<ServerFindings>();
        services.AddSingleton<LeakWatch>();
        services.AddSingleton<LeakLadder>();
        services.AddSingleton<LanguageModelWatch>();
        services.AddSingleton<IRhythmTask, WatchLanguageModelsTask>();
    }

    private static void AddMachineWatch(this IServiceCollection services)
    {
        BoundedHttp.Configure(services, HostApi.ClientName);
        ContainerEngine.Configure(services);
        services.AddSingleton<HostRunFile>();
        services.AddSingleton<HostApi>();
        services.AddSingleton<ResourceWatch>();
        services.AddSingleton<ContainerEngine>();
        services.AddSingleton<ContainerWatch>();
        services.AddSingleton(provider => new ProcessWatch(provider.GetRequiredService<IOptions<WatcherOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRhythmTask, WatchMachineTask>();
    }
}
