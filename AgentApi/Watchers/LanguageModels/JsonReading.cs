using System.Text.Json;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>Reads foreign JSON that may hold anything: what is not there or of another type is null.</summary>
internal static class JsonReading
{
    private const int MostItems = 1000;

    public static JsonElement? Member(this JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member) ? member : null;

    public static string? Text(this JsonElement? json, string name) => json.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static long? Number(this JsonElement? json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    public static bool? Flag(this JsonElement? json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.GetBoolean() : null;

    /// <summary>The items of an array, at most 1,000; none when it is no array.</summary>
    public static IEnumerable<JsonElement?> Items(this JsonElement? json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Take(MostItems).Select(i => (JsonElement?)i) : [];
}
