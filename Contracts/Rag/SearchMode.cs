using System.Text.Json.Serialization;

namespace LocalAi.Contracts.Rag;

[JsonConverter(typeof(JsonStringEnumConverter<SearchMode>))]
public enum SearchMode
{
    [JsonStringEnumMemberName("hybrid")]
    Hybrid,

    [JsonStringEnumMemberName("lexical")]
    Lexical,

    [JsonStringEnumMemberName("dense")]
    Dense,
}
