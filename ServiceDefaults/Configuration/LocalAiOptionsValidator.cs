using Microsoft.Extensions.Options;

namespace LocalAi.ServiceDefaults.Configuration;

internal sealed class LocalAiOptionsValidator : IValidateOptions<LocalAiOptions>
{
    public ValidateOptionsResult Validate(string? name, LocalAiOptions options)
    {
        var failures = new OptionFailures(LocalAiOptions.Section);
        if (options.InternalKey.Length is > 0 and < 32)
        {
            failures.Add(nameof(options.InternalKey), "(hidden)", "empty, or at least 32 characters");
        }

        foreach (var origin in options.AllowedOrigins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.PathAndQuery != "/" || uri.Scheme is not ("http" or "https"))
            {
                failures.Add(nameof(options.AllowedOrigins), origin, "an origin such as https://chat.example.org or http://10.0.0.5:3000");
            }
        }

        return failures.Result;
    }
}
