using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Indexes.Snapshots;

internal sealed class SnapshotOptionsValidator : IValidateOptions<SnapshotOptions>
{
    public ValidateOptionsResult Validate(string? name, SnapshotOptions options)
    {
        var failures = new OptionFailures(SnapshotOptions.Section);
        failures.Range(nameof(options.MinimumChunks), options.MinimumChunks, 1, 10_000_000);
        failures.Range(nameof(options.SettleSeconds), options.SettleSeconds, 1, 3600);
        failures.Range(nameof(options.FewChangesMinutes), options.FewChangesMinutes, 1, 10_080);
        return failures.Result;
    }
}
