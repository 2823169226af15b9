using System.Text.Json.Serialization;

namespace LocalAi.Contracts.Embedding;

/// <summary>What a text is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EmbedKind>))]
public enum EmbedKind
{
    /// <summary>A text that is searched for.</summary>
    [JsonStringEnumMemberName("passage")]
    Passage,

    /// <summary>A text that searches.</summary>
    [JsonStringEnumMemberName("query")]
    Query,
}
