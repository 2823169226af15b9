using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Embedding;

internal sealed class EmbeddingOptionsValidator : IValidateOptions<EmbeddingOptions>
{
    public ValidateOptionsResult Validate(string? name, EmbeddingOptions options)
    {
        var failures = new OptionFailures(EmbeddingOptions.Section);
        failures.OneOf(nameof(options.Engine), options.Engine, "auto", "lexical", "upstream");
        if (options.UsesUpstream) failures.HttpUrl(nameof(options.Url), options.Url);
        if (options.MaxTokens != 0) failures.Range(nameof(options.MaxTokens), options.MaxTokens, 32, 131_072);
        failures.Range(nameof(options.TimeoutSeconds), options.TimeoutSeconds, 1, 600);
        failures.Range(nameof(options.Retries), options.Retries, 0, 5);
        failures.Range(nameof(options.Parallelism), options.Parallelism, 1, 16);
        failures.Range(nameof(options.MaxBatchTokens), options.MaxBatchTokens, 256, 1_000_000);
        failures.Range(nameof(options.MaxBatchTexts), options.MaxBatchTexts, 1, 1024);
        failures.Range(nameof(options.BatchWindowMilliseconds), options.BatchWindowMilliseconds, 0, 100);
        failures.Range(nameof(options.QueueTexts), options.QueueTexts, 1024, 100_000);
        failures.Range(nameof(options.CacheMegabytes), options.CacheMegabytes, 0, 4096);
        failures.Range(nameof(options.RedisHours), options.RedisHours, 1, 8760);
        return failures.Result;
    }
}
