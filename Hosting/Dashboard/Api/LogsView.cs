namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>A page of log records, newest first.</summary>
/// <param name="Items">The records.</param>
/// <param name="Before">Value of <c>before</c> for the next page; null when there is none.</param>
/// <param name="Kept">Records kept, matching or not.</param>
/// <param name="Capacity">Records kept at most.</param>
/// <param name="LastId">Id of the newest record; <c>after</c> for the live stream.</param>
internal sealed record LogsView(IReadOnlyList<LogView> Items, long? Before, int Kept, int Capacity, long LastId);
