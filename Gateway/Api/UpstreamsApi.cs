using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Routing;

namespace LocalAi.Gateway.Api;

/// <summary><c>/api/upstreams</c>.</summary>
internal static class UpstreamsApi
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    public static void MapUpstreams(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/upstreams", async (RoutingTableSource table, CancellationToken cancellationToken) =>
        {
            var current = table.Current;
            await AskAllAsync(current, Fresh, cancellationToken);
            return new UpstreamStateList([.. current.Upstreams.Values.Select(u => u.Describe()).OrderBy(u => u.Name, StringComparer.Ordinal)]);
        }).WithTags("upstreams");

    /// <summary>Asks every upstream that is on, each one question at a time.</summary>
    public static Task AskAllAsync(RoutingTable table, TimeSpan maxAge, CancellationToken cancellationToken) =>
        Task.WhenAll(table.Upstreams.Values.Where(u => u.OffReason is null).Select(u => u.AskAsync(maxAge, cancellationToken).AsTask()));
}
