namespace LocalAi.Cli.Chat;

/// <summary>How the model is to answer; null leaves it to the gateway.</summary>
internal sealed record ChatOptions
{
    /// <summary>auto, chat-7b or code-7b.</summary>
    public string Model { get; init; } = "auto";

    public string? System { get; init; }

    /// <summary>0 to 2.</summary>
    public double? Temperature { get; init; }

    public int? MaxTokens { get; init; }

    public bool Stream { get; init; } = true;
}
