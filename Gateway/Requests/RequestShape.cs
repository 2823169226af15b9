namespace LocalAi.Gateway.Requests;

/// <summary>What the gateway reads of a request; everything else is passed on as it came.</summary>
internal readonly record struct RequestShape
{
    public required string Model { get; init; }

    /// <summary>Where the model's JSON string stands in the body, quotes included.</summary>
    public required Range ModelToken { get; init; }

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    public double? Temperature { get; init; }

    public bool HasSeed { get; init; }

    public int? MaxTokens { get; init; }

    /// <summary>Where <c>messages</c>, <c>prompt</c> or <c>input</c> stands in the body.</summary>
    public Range Prompt { get; init; }

    /// <summary>Its length in bytes.</summary>
    public int PromptBytes { get; init; }
}
