namespace LocalAi.Contracts.Rag;

/// <summary><c>POST /feedback</c>.</summary>
/// <param name="QueryId">From the answer.</param>
/// <param name="Rating">1 helpful, -1 not, 0 takes an earlier word back.</param>
/// <param name="Comment">Up to 2000 characters.</param>
public sealed record FeedbackRequest(Guid QueryId, int Rating, string? Comment = null);
