namespace LocalAi.Gateway.Caching;

/// <summary>One step of reading a recording: a part, the end, being cut off, or a signal to wait for.</summary>
internal readonly record struct ReadResult
{
    public AnswerPart? Part { get; init; }

    public bool IsEnd { get; init; }

    public bool IsCutOff { get; init; }

    public Task? More { get; init; }
}
