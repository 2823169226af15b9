using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.SearchLogs;

internal sealed class SearchLogOptionsValidator : IValidateOptions<SearchLogOptions>
{
    public ValidateOptionsResult Validate(string? name, SearchLogOptions options)
    {
        var failures = new OptionFailures(SearchLogOptions.Section);
        failures.Range(nameof(options.RetentionDays), options.RetentionDays, 1, 3650);
        return failures.Result;
    }
}
