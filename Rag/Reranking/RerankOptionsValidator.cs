using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Reranking;

internal sealed class RerankOptionsValidator : IValidateOptions<RerankOptions>
{
    public ValidateOptionsResult Validate(string? name, RerankOptions options)
    {
        var failures = new OptionFailures(RerankOptions.Section);
        if (options.Url.Length > 0)
        {
            failures.HttpUrl(nameof(options.Url), options.Url);
        }

        failures.Range(nameof(options.Candidates), options.Candidates, 2, 100);
        failures.Range(nameof(options.MaxCharacters), options.MaxCharacters, 100, 20_000);
        failures.Range(nameof(options.TimeoutMilliseconds), options.TimeoutMilliseconds, 50, 60_000);
        failures.Range(nameof(options.RestSeconds), options.RestSeconds, 0, 600);
        return failures.Result;
    }
}
