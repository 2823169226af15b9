namespace LocalAi.Rag.Answers;

/// <summary>Section <c>Rag:Answers</c>.</summary>
internal sealed class AnswerOptions
{
    public const string Section = "Rag:Answers";

    /// <summary>Tokens of sources a model gets to read; 100 to 100 000.</summary>
    public int ContextTokens { get; set; } = 1200;

    /// <summary>Longest wait for the next piece of a model's answer in seconds, the first included; 1 to 3600.</summary>
    public int TimeoutSeconds { get; set; } = 120;

    /// <summary>Most tokens of an answer; 16 to 8192.</summary>
    public int MaxTokens { get; set; } = 512;

    /// <summary>0 to 2.</summary>
    public double Temperature { get; set; } = 0.3;

    /// <summary>The gateway's model: auto, chat-7b or code-7b.</summary>
    public string Model { get; set; } = "auto";

    /// <summary>Sources of an answer unless the question says otherwise; 1 to 50.</summary>
    public int Top { get; set; } = 8;

    /// <summary>Sentences of an extractive answer; 1 to 20.</summary>
    public int ExtractiveSentences { get; set; } = 4;

    /// <summary>
    /// How a follow-up question is made whole for the search: <c>terms</c> (words of the questions before it, no model needed), <c>model</c> (a model rewrites it,
    /// terms when it cannot) or <c>off</c>.
    /// </summary>
    public string FollowUps { get; set; } = "terms";

    /// <summary>Longest wait for a rewritten question in seconds; 1 to 120.</summary>
    public int RewriteTimeoutSeconds { get; set; } = 15;
}
