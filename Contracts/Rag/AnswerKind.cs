using System.Text.Json.Serialization;

namespace LocalAi.Contracts.Rag;

[JsonConverter(typeof(JsonStringEnumConverter<AnswerKind>))]
public enum AnswerKind
{
    /// <summary>A language model answers from the sources; without one, the answer is extractive.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>Sentences of the sources, word by word, with citations. Needs no model.</summary>
    [JsonStringEnumMemberName("extractive")]
    Extractive,

    /// <summary>Sources only.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}
