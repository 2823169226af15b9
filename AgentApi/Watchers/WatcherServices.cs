namespace LocalAi.AgentApi.Watchers;

internal static class WatcherServices
{
    /// <summary>The watchers: tasks of the one scheduler, and the board they write on.</summary>
    public static void AddWatchers(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FindingBoard>();
        builder.Services.AddSingleton<IFindings>(provider => provider.GetRequiredService<FindingBoard>());
    }
}
