using LocalAi.ServiceDefaults.Configuration;

namespace LocalAi.AgentApi.Rhythm.Alerts;

internal static class AlertOptionsRules
{
    private const string Key = nameof(RhythmOptions.Alerts) + ":";

    public static void Check(AlertOptions options, OptionFailures failures)
    {
        failures.Range(Key + nameof(options.EverySeconds), options.EverySeconds, 1, 600);
        failures.Range(Key + nameof(options.HoldMinutes), options.HoldMinutes, 0, 60);
        failures.Range(Key + nameof(options.CpuAbove), options.CpuAbove, 0.3, 1);
        failures.Range(Key + nameof(options.MemoryAbove), options.MemoryAbove, 0.3, 1);
        failures.Range(Key + nameof(options.DiskAbove), options.DiskAbove, 0.3, 1);
        failures.Range(Key + nameof(options.ErrorsAbove), options.ErrorsAbove, 0.01, 1);
        failures.Range(Key + nameof(options.LatencyAboveMs), options.LatencyAboveMs, 10, 60_000);
        failures.Range(Key + nameof(options.ConfirmSeconds), options.ConfirmSeconds, 0, 60);
        failures.Range(Key + nameof(options.FailuresInARow), options.FailuresInARow, 1, 100);
        if (options.Webhook.Length > 0)
        {
            failures.HttpUrl(Key + nameof(options.Webhook), options.Webhook);
        }
    }
}
