using LocalAi.Contracts.OpenAi;

namespace LocalAi.Cli.Chat;

/// <summary>An answer with what is known about it.</summary>
internal sealed record ChatResult
{
    public required string Answer { get; init; }

    /// <summary>The model that answered, as the gateway names it.</summary>
    public string? Model { get; init; }

    /// <summary>stop, length, tool_calls or content_filter.</summary>
    public string? FinishReason { get; init; }

    public Usage? Usage { get; init; }

    /// <summary>Milliseconds from the request to the first text; null for an empty answer.</summary>
    public double? FirstTokenMs { get; init; }

    public double TotalMs { get; init; }
}
