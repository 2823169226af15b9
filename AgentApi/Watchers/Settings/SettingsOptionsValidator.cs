using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.Settings;

internal sealed class SettingsOptionsValidator : IValidateOptions<SettingsOptions>
{
    public ValidateOptionsResult Validate(string? name, SettingsOptions options)
    {
        var failures = new OptionFailures(SettingsOptions.Section);
        failures.Range(nameof(options.MemoryGb), options.MemoryGb, 0, 65_536);
        failures.Range(nameof(options.Cores), options.Cores, 0, 4096);
        for (var i = 0; i < options.Homes.Length; i++)
        {
            if (!Path.IsPathFullyQualified(options.Homes[i]))
            {
                failures.Add($"{nameof(options.Homes)}:{i}", options.Homes[i], "an absolute path");
            }
        }

        return failures.Result;
    }
}
