using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Vectors;

internal sealed class VectorOptionsValidator : IValidateOptions<VectorOptions>
{
    public ValidateOptionsResult Validate(string? name, VectorOptions options)
    {
        var failures = new OptionFailures(VectorOptions.Section);
        failures.Range(nameof(options.BatchSize), options.BatchSize, 1, 1024);
        failures.Range(nameof(options.TimeoutSeconds), options.TimeoutSeconds, 1, 3600);
        failures.Range(nameof(options.QueryTimeoutMilliseconds), options.QueryTimeoutMilliseconds, 50, 60_000);
        failures.Range(nameof(options.CheckSeconds), options.CheckSeconds, 1, 3600);
        return failures.Result;
    }
}
