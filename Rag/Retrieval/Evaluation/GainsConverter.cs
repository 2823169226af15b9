using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>Reads <c>{"p1": 2, "p7": 1}</c>, or <c>["p1", "p7"]</c> where every gain is 1.</summary>
internal sealed class GainsConverter : JsonConverter<IReadOnlyDictionary<string, double>>
{
    public override IReadOnlyDictionary<string, double> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var gains = new Dictionary<string, double>(StringComparer.Ordinal);
        var isList = reader.TokenType == JsonTokenType.StartArray;
        if (!isList && reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Write relevant as an object of id and gain, or as a list of ids.");
        while (reader.Read() && reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
        {
            var id = reader.GetString()!;
            var gain = 1.0;
            if (!isList)
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.Number) throw new JsonException($"The gain of passage '{id}' is not a number.");
                gain = reader.GetDouble();
            }
            if (gain > 0) gains[id] = gain;
        }
        if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject)) throw new JsonException("A passage id in relevant is not a text.");
        return gains;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, double> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (id, gain) in value) writer.WriteNumber(id, gain);
        writer.WriteEndObject();
    }
}
