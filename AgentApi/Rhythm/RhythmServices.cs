using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Sensing;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm;

internal static class RhythmServices
{
    /// <summary>The one scheduler: tasks are every <see cref="IRhythmTask"/> that is registered.</summary>
    public static void AddRhythm(this IHostApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<RhythmOptions, RhythmOptionsValidator>(RhythmOptions.Section);
        builder.Services.AddSingleton(provider => NodeName.From(provider.GetRequiredService<IOptions<RhythmOptions>>().Value));
        builder.Services.AddSingleton<IMachine, LinuxMachine>(_ => new LinuxMachine());
        builder.Services.AddSingleton<LeaderElection>();
        builder.Services.AddSingleton<RhythmStore>();
        builder.Services.AddSingleton<LoadSensor>();
        builder.Services.AddSingleton<RhythmView>();
        builder.Services.AddSingleton<TaskCatalog>();
        builder.Services.AddHostedService<RhythmLoop>();
    }
}
