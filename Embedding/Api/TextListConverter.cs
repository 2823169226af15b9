using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.Embedding.Api;

/// <summary>One text or a list of texts; nulls are kept, so that the answer can say which item is wrong. Stops counting over the limit.</summary>
internal sealed class TextListConverter : JsonConverter<IReadOnlyList<string?>>
{
    public override IReadOnlyList<string?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return [LenientText.Read(ref reader)];
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("Expected a text or a list of texts.");
        var texts = new List<string?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (texts.Count <= EmbeddingLimits.MaxTexts * 2) texts.Add(LenientText.Read(ref reader));
            else reader.Skip();
        }
        return texts;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string?> value, JsonSerializerOptions options) => throw new NotSupportedException();
}
