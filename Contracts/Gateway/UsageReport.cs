namespace LocalAi.Contracts.Gateway;

/// <summary><c>GET /api/usage?group_by=&amp;from=&amp;to=</c>.</summary>
/// <param name="From">Start, inclusive.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Rows">One per group, most requests first; at most 1000.</param>
/// <param name="Buffered">Requests counted but not written to Postgres yet; they are not in the rows.</param>
public sealed record UsageReport(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<UsageRow> Rows, int Buffered);
