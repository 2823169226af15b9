namespace LocalAi.Contracts.OpenAi;

/// <param name="IncludeUsage">Ask for token usage in the last chunk.</param>
public sealed record StreamOptions(bool IncludeUsage);
