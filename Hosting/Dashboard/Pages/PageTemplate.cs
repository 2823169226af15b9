using System.Net;
using System.Text.RegularExpressions;

namespace LocalAi.Hosting.Dashboard.Pages;

/// <summary>Fills a page of Assets/pages: <c>{{t:key}}</c> is a text of the reader's language, <c>{{name}}</c> a value; both are encoded.</summary>
internal static partial class PageTemplate
{
    /// <param name="name">The file without its extension.</param>
    /// <param name="strings">Texts of the reader's language.</param>
    /// <param name="values">Values by name.</param>
    /// <param name="markup">Values by name that are HTML or JSON already.</param>
    public static string Render(
        string name, Strings strings, IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, string>? markup = null) =>
        Hole().Replace(AssetStore.ReadText($"pages/{name}.html"), match =>
        {
            var key = match.Groups["key"].Value;
            if (match.Groups["text"].Success)
                return WebUtility.HtmlEncode(strings[key]);

            return markup?.GetValueOrDefault(key) ?? WebUtility.HtmlEncode(values[key]);
        });

    [GeneratedRegex(@"\{\{(?<text>t:)?(?<key>[A-Za-z.]+)\}\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Hole();
}
