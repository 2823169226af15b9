namespace LocalAi.Contracts.Agent;

/// <summary><c>POST /security/validate</c>.</summary>
/// <param name="Language">bash or python.</param>
/// <param name="Code">1 to 30,000 characters.</param>
public sealed record ValidateRequest(string Language, string Code);
