using System.Text.Json.Serialization;

namespace LocalAi.Contracts.Rag;

[JsonConverter(typeof(JsonStringEnumConverter<JobState>))]
public enum JobState
{
    [JsonStringEnumMemberName("queued")]
    Queued,

    [JsonStringEnumMemberName("running")]
    Running,

    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>Stopped by an error that a retry does not mend; <c>error</c> says which.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Stopped by a caller; <c>POST /jobs/{id}/resume</c> goes on.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
