using System.Globalization;
using System.Text.Json;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>
/// Reads fields of OTLP/JSON: protobuf's JSON mapping with lowerCamelCase names, 64-bit integers as strings or numbers, ids in hex
/// (OTLP specification, "JSON Protobuf Encoding"). A missing or null field has its default; a field of the wrong type is malformed.
/// </summary>
internal static class JsonFields
{
    public static IEnumerable<JsonElement> Items(this JsonElement parent, string name)
    {
        if (!TryGet(parent, name, out var array))
            return [];

        return array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : throw WrongType(name, "an array");
    }

    public static JsonElement? Child(this JsonElement parent, string name)
    {
        if (!TryGet(parent, name, out var child))
            return null;

        return child.ValueKind == JsonValueKind.Object ? child : throw WrongType(name, "an object");
    }

    public static string? Text(this JsonElement parent, string name, int maxLength)
    {
        if (!TryGet(parent, name, out var value))
            return null;

        return value.ValueKind == JsonValueKind.String ? OtlpText.Cut(value.GetString()!, maxLength) : throw WrongType(name, "a string");
    }

    public static ulong? UInt64(this JsonElement parent, string name) => TryGet(parent, name, out var value) ? ToUInt64(value, name) : null;

    public static ulong ToUInt64(JsonElement value, string name) =>
        ulong.TryParse(Digits(value), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw WrongType(name, "an unsigned integer");

    public static long? Int64(this JsonElement parent, string name)
    {
        if (!TryGet(parent, name, out var value))
            return null;

        return long.TryParse(Digits(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : throw WrongType(name, "an integer");
    }

    public static int Int32(this JsonElement parent, string name) => (int)Math.Clamp(parent.Int64(name) ?? 0, int.MinValue, int.MaxValue);

    public static double? Double(this JsonElement parent, string name) => TryGet(parent, name, out var value) ? ToDouble(value, name) : null;

    /// <summary>A number, or one of the strings the mapping allows: "NaN", "Infinity", "-Infinity", digits.</summary>
    public static double ToDouble(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            || value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            ? number : throw WrongType(name, "a number");

    public static bool? Boolean(this JsonElement parent, string name)
    {
        if (!TryGet(parent, name, out var value))
            return null;

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw WrongType(name, "true or false");
    }

    /// <summary>Base64 as written: it is shown, not used.</summary>
    public static string? Base64(this JsonElement parent, string name) => parent.Text(name, int.MaxValue);

    private static OtlpFormatException WrongType(string name, string expected) => new($"'{name}' must be {expected}.");

    private static bool TryGet(JsonElement parent, string name, out JsonElement value)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            throw new OtlpFormatException($"The element around '{name}' must be an object.");

        return parent.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private static string Digits(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        _ => "",
    };
}
