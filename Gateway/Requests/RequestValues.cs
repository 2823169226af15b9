using System.Text.Json;
using static LocalAi.Gateway.Requests.RequestErrors;

namespace LocalAi.Gateway.Requests;

/// <summary>Reads the value behind a property name and checks it. <c>null</c> counts as not given, as it does for OpenAI.</summary>
internal static class RequestValues
{
    public static bool ReadBoolean(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            _ => throw WrongType(field, "true or false"),
        };
    }

    public static double? ReadNumber(ref Utf8JsonReader reader, string field, double minimum, double maximum)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var value))
        {
            throw WrongType(field, $"a number from {minimum} to {maximum}");
        }

        return value >= minimum && value <= maximum
            ? value
            : throw Wrong($"'{field}' must be from {minimum} to {maximum}.", "out_of_range", field);
    }

    public static long? ReadInteger(ref Utf8JsonReader reader, string field, long minimum, long maximum)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value))
        {
            throw WrongType(field, "an integer");
        }

        return value >= minimum && value <= maximum
            ? value
            : throw Wrong($"'{field}' is {value}; write {minimum} to {maximum}.", "out_of_range", field);
    }

    /// <summary>Skips the value when it has the type, or is null.</summary>
    public static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string field, string expected)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Null && reader.TokenType != type)
        {
            throw WrongType(field, expected);
        }

        reader.Skip();
    }
}
