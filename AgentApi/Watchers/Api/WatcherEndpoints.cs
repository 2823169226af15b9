using LocalAi.Contracts.Rhythm;

namespace LocalAi.AgentApi.Watchers.Api;

internal static class WatcherEndpoints
{
    public static void MapWatchers(this IEndpointRouteBuilder routes) => routes
        .MapGroup("/rhythm").WithTags("rhythm")
        .MapGet("/watchers", ReadAsync).WithSummary("What the watchers found, saw and did.");

    private static Task<RhythmWatchers> ReadAsync(WatcherReader reader, CancellationToken cancellationToken) => reader.ReadAsync(cancellationToken);
}
