namespace LocalAi.Gateway.Requests;

/// <summary>The bounds of one request.</summary>
internal readonly record struct RequestLimits(int MaxChoices, int MaxTokens);
