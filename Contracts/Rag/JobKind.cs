using System.Text.Json.Serialization;

namespace LocalAi.Contracts.Rag;

[JsonConverter(typeof(JsonStringEnumConverter<JobKind>))]
public enum JobKind
{
    [JsonStringEnumMemberName("index")]
    Index,

    /// <summary>Compares the derived indexes with Postgres.</summary>
    [JsonStringEnumMemberName("verify")]
    Verify,

    /// <summary>Makes the derived indexes again from Postgres.</summary>
    [JsonStringEnumMemberName("rebuild")]
    Rebuild,
}
