using System.Text.Json;
using static LocalAi.Gateway.Requests.RequestErrors;

namespace LocalAi.Gateway.Requests;

/// <summary>Checks <c>messages</c>: an array of objects, each with one role, and content that is a text or parts.</summary>
internal static class MessageList
{
    /// <summary>Reads the array behind the property name.</summary>
    /// <returns>Where it stands in the body.</returns>
    public static Range Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw WrongType("messages", "an array of messages");
        }

        var start = (int)reader.TokenStartIndex;
        var index = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw WrongType($"messages[{index}]", "an object with 'role' and 'content'");
            }

            ReadMessage(ref reader, index);
        }

        return index > 0
            ? start..(int)reader.BytesConsumed
            : throw Wrong("'messages' is empty: send at least one message.", "invalid_value", "messages");
    }

    private static void ReadMessage(ref Utf8JsonReader reader, int index)
    {
        var hasRole = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("role"u8))
            {
                if (hasRole)
                {
                    throw Twice($"messages[{index}].role");
                }

                reader.Read();
                hasRole = reader.TokenType == JsonTokenType.String
                    ? true
                    : throw WrongType($"messages[{index}].role", "a string: system, user, assistant or tool");
            }
            else if (reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.StartArray or JsonTokenType.Null))
                {
                    throw WrongType($"messages[{index}].content", "a string or an array of parts");
                }

                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        if (!hasRole)
        {
            throw Wrong($"'messages[{index}].role' is missing: system, user, assistant or tool.", "missing_field", $"messages[{index}].role");
        }
    }
}
