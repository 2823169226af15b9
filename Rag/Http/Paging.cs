using System.Globalization;
using LocalAi.Contracts.Rag;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.Rag.Http;

/// <summary>Lists are read page by page: <c>?limit=</c> (1 to 200, default 50) and <c>?after=</c> with <c>next</c> of the page before.</summary>
internal static class Paging
{
    private const int Most = 200;
    private const int Default = 50;

    public static int Limit(int? limit) => limit switch
    {
        null => Default,
        >= 1 and <= Most => limit.Value,
        _ => throw new RequestProblemException(StatusCodes.Status400BadRequest, $"limit must be 1 to {Most}.") { Field = "limit" },
    };

    public static Guid? Guid(string? after) =>
        after is null ? null : System.Guid.TryParse(after, out var id) ? id : throw Wrong();

    public static long Number(string? after) =>
        after is null ? 0 : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Wrong();

    public static Page<TItem> Page<TRow, TItem>(IReadOnlyList<TRow> rows, int limit, Func<TRow, TItem> item, Func<TRow, string> key) =>
        new([.. rows.Select(item)], rows.Count < limit ? null : key(rows[^1]));

    private static RequestProblemException Wrong() =>
        new(StatusCodes.Status400BadRequest, "after must be what next was on the page before.") { Field = "after" };
}
