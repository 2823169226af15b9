using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Qdrant;

internal sealed class QdrantOptionsValidator : IValidateOptions<QdrantOptions>
{
    public ValidateOptionsResult Validate(string? name, QdrantOptions options)
    {
        var failures = new OptionFailures(QdrantOptions.Section);
        if (options.Url.Length > 0)
        {
            failures.HttpUrl(nameof(options.Url), options.Url);
        }

        failures.Range(nameof(options.SearchTimeoutMilliseconds), options.SearchTimeoutMilliseconds, 50, 60_000);
        failures.Range(nameof(options.WriteTimeoutSeconds), options.WriteTimeoutSeconds, 1, 600);
        failures.Range(nameof(options.BatchSize), options.BatchSize, 1, 10_000);
        failures.Range(nameof(options.CheckSeconds), options.CheckSeconds, 1, 3600);
        return failures.Result;
    }
}
