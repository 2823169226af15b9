using System.Text.Json;
using LocalAi.AgentApi.Watchers.LanguageModels;

namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>Reads <c>systemctl list-timers --output=json</c>.</summary>
internal static class TimerList
{
    private const int Most = 500;

    /// <summary>Names of the timer units; none when it is no such list.</summary>
    public static IReadOnlyList<string> Units(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind != JsonValueKind.Array ? [] :
                [.. document.RootElement.EnumerateArray().Take(Most).Select(t => ((JsonElement?)t).Text("unit")).OfType<string>()];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
