namespace LocalAi.Contracts.Rag;

/// <summary>One event of a streamed answer, as <see cref="RagClient.StreamQueryAsync"/> gives it: exactly one of the three is set.</summary>
public sealed record QueryEvent
{
    public QuerySources? Sources { get; init; }

    public QueryDelta? Delta { get; init; }

    public QueryDone? Done { get; init; }
}
