namespace LocalAi.Contracts.OpenAi;

/// <summary>Token counts of one call.</summary>
public sealed record Usage(int PromptTokens, int CompletionTokens, int TotalTokens);
