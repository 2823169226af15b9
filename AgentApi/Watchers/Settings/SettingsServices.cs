using LocalAi.ServiceDefaults.Configuration;

namespace LocalAi.AgentApi.Watchers.Settings;

internal static class SettingsServices
{
    public static void AddProgramSettings(this IHostApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<SettingsOptions, SettingsOptionsValidator>(SettingsOptions.Section);
        builder.Services.AddSingleton<SettingsProgram, LmStudioSettings>();
        builder.Services.AddSingleton<SettingsProgram, DockerDesktopSettings>();
        builder.Services.AddSingleton<SettingsProgram, WslSettings>();
        builder.Services.AddSingleton<SettingsBackups>();
        builder.Services.AddSingleton<SettingsOptimizer>();
    }
}
