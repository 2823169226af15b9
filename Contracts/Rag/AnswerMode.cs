using System.Text.Json.Serialization;

namespace LocalAi.Contracts.Rag;

/// <summary>How an answer came about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnswerMode>))]
public enum AnswerMode
{
    /// <summary>A language model wrote it from the sources.</summary>
    [JsonStringEnumMemberName("generated")]
    Generated,

    /// <summary>It consists of sentences of the sources.</summary>
    [JsonStringEnumMemberName("extractive")]
    Extractive,

    /// <summary>The documents do not answer the question; there are no citations.</summary>
    [JsonStringEnumMemberName("abstained")]
    Abstained,

    /// <summary>Only sources were asked for.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}
