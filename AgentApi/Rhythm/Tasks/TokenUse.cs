namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <param name="Model">Public model.</param>
/// <param name="Requests">How many.</param>
/// <param name="Errors">How many of them failed.</param>
/// <param name="PromptTokens">Tokens read.</param>
/// <param name="CompletionTokens">Tokens written.</param>
/// <param name="FirstTokenMs">Mean time to the first token of streams, in milliseconds; null without streams.</param>
internal sealed record TokenUse(string Model, long Requests, long Errors, long PromptTokens, long CompletionTokens, double? FirstTokenMs);
