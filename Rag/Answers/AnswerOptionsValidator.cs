using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Answers;

internal sealed class AnswerOptionsValidator : IValidateOptions<AnswerOptions>
{
    public ValidateOptionsResult Validate(string? name, AnswerOptions options)
    {
        var failures = new OptionFailures(AnswerOptions.Section);
        failures.Range(nameof(options.ContextTokens), options.ContextTokens, 100, 100_000);
        failures.Range(nameof(options.TimeoutSeconds), options.TimeoutSeconds, 1, 3600);
        failures.Range(nameof(options.MaxTokens), options.MaxTokens, 16, 8192);
        failures.Range(nameof(options.Temperature), options.Temperature, 0, 2);
        failures.OneOf(nameof(options.Model), options.Model, "auto", "chat-7b", "code-7b");
        failures.Range(nameof(options.Top), options.Top, 1, 50);
        failures.Range(nameof(options.ExtractiveSentences), options.ExtractiveSentences, 1, 20);
        failures.OneOf(nameof(options.FollowUps), options.FollowUps, "terms", "model", "off");
        failures.Range(nameof(options.RewriteTimeoutSeconds), options.RewriteTimeoutSeconds, 1, 120);
        return failures.Result;
    }
}
