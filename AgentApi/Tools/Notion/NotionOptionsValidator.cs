using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Tools.Notion;

internal sealed class NotionOptionsValidator : IValidateOptions<AgentOptions>
{
    public ValidateOptionsResult Validate(string? name, AgentOptions options)
    {
        var notion = options.Notion;
        var failures = new OptionFailures(AgentOptions.Section + ":Notion");
        failures.Range(nameof(notion.TimeoutSeconds), notion.TimeoutSeconds, 1, 120);
        failures.Range(nameof(notion.MaxWaitSeconds), notion.MaxWaitSeconds, 0, 120);
        if (!Uri.TryCreate(notion.Url, UriKind.Absolute, out var url) || !(url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback)))
        {
            failures.Add(nameof(notion.Url), notion.Url, "an https URL (http only on loopback): the token is sent there");
        }

        if (notion.Token.Length > 500 || notion.Token.Any(c => c is <= ' ' or > '~'))
        {
            // The value is a secret and stays out of the message.
            failures.Add(nameof(notion.Token), "…", "the token of a Notion connection: at most 500 visible ASCII characters without spaces");
        }

        if (notion.DefaultParent.Length > 2000)
        {
            failures.Add(nameof(notion.DefaultParent), notion.DefaultParent[..40] + "…", "an id, a URL or a title of at most 2000 characters");
        }

        return failures.Result;
    }
}
