using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Ingest;

internal sealed class IngestOptionsValidator : IValidateOptions<IngestOptions>
{
    public ValidateOptionsResult Validate(string? name, IngestOptions options)
    {
        var failures = new OptionFailures(IngestOptions.Section);
        failures.Range(nameof(options.MaxFileMegabytes), options.MaxFileMegabytes, 1, 50);
        failures.Range(nameof(options.Parallelism), options.Parallelism, 1, 16);
        failures.Range(nameof(options.MaxDepth), options.MaxDepth, 1, 1000);
        failures.Range(nameof(options.ParallelJobs), options.ParallelJobs, 1, 8);
        failures.Range(nameof(options.MaxQueuedJobs), options.MaxQueuedJobs, 1, 10_000);
        foreach (var root in options.Roots.Where(r => !Path.IsPathFullyQualified(r)))
        {
            failures.Add(nameof(options.Roots), root, "absolute paths of folders");
        }

        return failures.Result;
    }
}
