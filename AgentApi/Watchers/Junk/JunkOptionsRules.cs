using LocalAi.AgentApi.Rhythm;
using LocalAi.ServiceDefaults.Configuration;

namespace LocalAi.AgentApi.Watchers.Junk;

internal static class JunkOptionsRules
{
    private const string Key = nameof(RhythmOptions.Junk) + ":";

    public static void Check(JunkOptions options, OptionFailures failures)
    {
        failures.Range(Key + nameof(options.LogDays), options.LogDays, 1, 3650);
        failures.Range(Key + nameof(options.ReportDays), options.ReportDays, 7, 3650);
        failures.Range(Key + nameof(options.PartialDays), options.PartialDays, 1, 365);
        failures.Range(Key + nameof(options.CacheDays), options.CacheDays, 1, 3650);
        failures.Range(Key + nameof(options.MaxMb), options.MaxMb, 1, 1_000_000);
        failures.Range(Key + nameof(options.MaxFiles), options.MaxFiles, 1, 20_000);
        for (var i = 0; i < options.Caches.Length; i++)
        {
            failures.OneOf($"{Key}{nameof(options.Caches)}:{i}", options.Caches[i], "pip", "npm", "nuget");
        }
    }
}
