using System.Text.Json;

namespace LocalAi.Gateway.Telemetry;

/// <summary>Tokens of one answer.</summary>
internal readonly record struct TokenUsage(int Prompt, int Completion)
{
    public int Total => Prompt + Completion;

    /// <summary>Reads <c>"usage":{…}</c> out of an answer or event without reading the rest. The last one counts; null when there is none.</summary>
    public static TokenUsage? Find(ReadOnlySpan<byte> json)
    {
        var at = json.LastIndexOf("\"usage\":"u8);
        if (at < 0)
        {
            return null;
        }

        var value = json[(at + "\"usage\":".Length)..];
        try
        {
            var reader = new Utf8JsonReader(value, isFinalBlock: false, default);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            var (prompt, completion) = (0, 0);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("prompt_tokens"u8))
                {
                    prompt = Number(ref reader);
                }
                else if (reader.ValueTextEquals("completion_tokens"u8))
                {
                    completion = Number(ref reader);
                }
                else if (!reader.TrySkip())
                {
                    break;
                }
            }

            return new TokenUsage(prompt, completion);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int Number(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) && value > 0 ? value : 0;
}
