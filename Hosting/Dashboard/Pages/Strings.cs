using System.Collections.Concurrent;
using System.Text.Json;
using LocalAi.Hosting.Dashboard.Api;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Hosting.Dashboard.Pages;

/// <summary>The texts of one language, used by the pages and handed to their scripts.</summary>
internal sealed class Strings
{
    private static readonly string[] Languages = ["en", "ko"];
    private static readonly ConcurrentDictionary<string, Strings> Loaded = new();
    private readonly Dictionary<string, string> _texts;

    private Strings(string language)
    {
        Language = language;
        Json = AssetStore.ReadText($"strings/{language}.json");
        _texts = JsonSerializer.Deserialize(Json, DashboardJson.Default.DictionaryStringString)!;
        Json = JsonSerializer.Serialize(_texts, DashboardJson.Default.DictionaryStringString);
    }

    public string Language { get; }

    /// <summary>All texts as a JSON object that can stand inside a page.</summary>
    public string Json { get; }

    public string this[string key] => _texts[key];

    public IReadOnlyCollection<string> Keys => _texts.Keys;

    public static Strings Of(string language) => Loaded.GetOrAdd(language, name => new Strings(name));

    /// <summary>The first language of Accept-Language that we have (browsers list them by preference); English when there is none.</summary>
    public static Strings For(HttpRequest request)
    {
        var accepted = request.Headers.AcceptLanguage.ToString();
        foreach (var item in accepted[..Math.Min(accepted.Length, 256)].Split(','))
        {
            var tag = item.Split(';')[0].Trim();
            var found = Array.Find(Languages, language =>
                tag.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (tag.Length == 2 || tag[2] == '-'));
            if (found is not null)
                return Of(found);
        }

        return Of(Languages[0]);
    }
}
