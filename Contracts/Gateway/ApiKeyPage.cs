namespace LocalAi.Contracts.Gateway;

/// <param name="Keys">Newest first.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record ApiKeyPage(IReadOnlyList<ApiKeyEntry> Keys, string? Next = null);
