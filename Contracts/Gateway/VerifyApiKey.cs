namespace LocalAi.Contracts.Gateway;

/// <summary><c>POST /api/keys/verify</c>, for services with the internal key.</summary>
/// <param name="Key">The key a caller sent.</param>
public sealed record VerifyApiKey(string Key);
