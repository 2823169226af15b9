namespace LocalAi.Contracts.Gateway;

/// <param name="Key">The key, <c>sk-local-…</c>. Shown here and never again.</param>
/// <param name="Entry">What is kept of it.</param>
public sealed record CreatedApiKey(string Key, ApiKeyEntry Entry);
