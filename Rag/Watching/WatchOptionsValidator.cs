using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Watching;

internal sealed class WatchOptionsValidator : IValidateOptions<WatchOptions>
{
    public ValidateOptionsResult Validate(string? name, WatchOptions options)
    {
        var failures = new OptionFailures(WatchOptions.Section);
        failures.Range(nameof(options.DebounceMilliseconds), options.DebounceMilliseconds, 100, 600_000);
        failures.Range(nameof(options.RescanMinutes), options.RescanMinutes, 1, 10_080);
        failures.Range(nameof(options.MaxFolders), options.MaxFolders, 1, 1000);
        return failures.Result;
    }
}
